//! Runs the program in a directory of its own.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A home directory and, in it, a working directory. No settings of this machine get in.
pub struct World {
    pub home: PathBuf,
    pub cwd: PathBuf,
}

/// What the program left behind.
#[derive(Debug)]
pub struct Outcome {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl World {
    /// A world with an empty repository that the user trusts. `name` is that of the test.
    pub fn new(name: &str) -> World {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).canonicalize().unwrap();
        let home = root.join(name);
        if home.exists() {
            fs::remove_dir_all(&home).unwrap();
        }
        let cwd = home.join("project");
        let world = World { home, cwd };
        world.write("project/.git/HEAD", "ref: refs/heads/main\n");
        world.trust(".claude.json", &["project"]);
        world
    }

    /// Writes the file in which the client remembers trusted folders.
    pub fn trust(&self, state: &str, folders: &[&str]) {
        let trusted = |folder: &&str| {
            let folder = self.home.join(folder).to_str().unwrap().to_owned();
            (folder, serde_json::json!({"hasTrustDialogAccepted": true}))
        };
        let projects: serde_json::Map<String, serde_json::Value> =
            folders.iter().map(trusted).collect();
        self.write(state, serde_json::json!({"numStartups": 3, "projects": projects}).to_string());
    }

    /// Writes a file below the home directory.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.home.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Runs the program in the working directory with `input` on its standard input.
    pub fn run(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Outcome {
        self.run_with(|command| command.args(arguments), input)
    }

    /// As [`World::run`], for a command that needs more setting up.
    pub fn run_with(
        &self,
        setup: impl FnOnce(&mut Command) -> &mut Command,
        input: impl AsRef<[u8]>,
    ) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callgate"));
        command
            .current_dir(&self.cwd)
            .env_remove("CLAUDE_CONFIG_DIR")
            .env_remove("CLAUDE_PROJECT_DIR")
            .env("HOME", &self.home)
            .env("USERPROFILE", &self.home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = setup(&mut command).spawn().unwrap();
        // A program that refuses its arguments does not read its input.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        let output = child.wait_with_output().unwrap();
        Outcome {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Outcome {
    /// Standard output as one JSON value.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
