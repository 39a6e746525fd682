import { defineConfig } from 'vite'

export default defineConfig({
  // The page works from any folder of any server.
  base: './',
  // The policies that the page starts from are the repository's own examples.
  server: { fs: { allow: ['../..'] } },
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 600 },
})
