//! Hosts of public documentation that the client fetches without asking, unless a rule says
//! otherwise.
//!
//! Learned by asking client 2.1.329 for some 1,500 places that might be on its list. Neither
//! `www.` nor any other subdomain is implied.

/// Hosts in order, each with the path below which it is trusted; empty for all of it.
const DOCUMENTATION: &[(&str, &str)] = &[
    ("agentskills.io", ""),
    ("angular.io", ""),
    ("asp.net", ""),
    ("blazor.net", ""),
    ("bun.sh", ""),
    ("claude.com", "/docs"),
    ("cloud.google.com", ""),
    ("code.claude.com", ""),
    ("d3js.org", ""),
    ("dev.mysql.com", ""),
    ("devcenter.heroku.com", ""),
    ("developer.android.com", ""),
    ("developer.apple.com", ""),
    ("developer.mozilla.org", ""),
    ("doc.rust-lang.org", ""),
    ("docs.aws.amazon.com", ""),
    ("docs.djangoproject.com", ""),
    ("docs.flutter.dev", ""),
    ("docs.netlify.com", ""),
    ("docs.oracle.com", ""),
    ("docs.python.org", ""),
    ("docs.spring.io", ""),
    ("docs.stripe.com", ""),
    ("docs.swift.org", ""),
    ("docs.unity.com", ""),
    ("docs.unrealengine.com", ""),
    ("dotnet.microsoft.com", ""),
    ("en.cppreference.com", ""),
    ("expressjs.com", ""),
    ("fastapi.tiangolo.com", ""),
    ("flask.palletsprojects.com", ""),
    ("getbootstrap.com", ""),
    ("git-scm.com", ""),
    ("github.com", "/anthropics"),
    ("go.dev", "/doc"),
    ("gradle.org", ""),
    ("graphql.org", ""),
    ("hibernate.org", ""),
    ("httpd.apache.org", ""),
    ("huggingface.co", "/docs"),
    ("jestjs.io", ""),
    ("jquery.com", ""),
    ("jupyter.org", ""),
    ("keras.io", ""),
    ("kotlinlang.org", ""),
    ("kubernetes.io", ""),
    ("laravel.com", ""),
    ("learn.microsoft.com", ""),
    ("matplotlib.org", ""),
    ("maven.apache.org", ""),
    ("modelcontextprotocol.io", ""),
    ("nextjs.org", ""),
    ("nginx.org", ""),
    ("nodejs.org", ""),
    ("numpy.org", ""),
    ("pandas.pydata.org", ""),
    ("platform.claude.com", ""),
    ("prisma.io", ""),
    ("pytorch.org", ""),
    ("react.dev", ""),
    ("reactnative.dev", ""),
    ("reactrouter.com", ""),
    ("redis.io", ""),
    ("redux.js.org", ""),
    ("requests.readthedocs.io", ""),
    ("ruby-doc.org", ""),
    ("scikit-learn.org", ""),
    ("selenium.dev", ""),
    ("spark.apache.org", ""),
    ("symfony.com", ""),
    ("tailwindcss.com", ""),
    ("threejs.org", ""),
    ("tomcat.apache.org", ""),
    ("vercel.com", "/docs"),
    ("vuejs.org", ""),
    ("webpack.js.org", ""),
    ("wordpress.org", "/documentation"),
    ("www.ansible.com", ""),
    ("www.docker.com", ""),
    ("www.kaggle.com", "/docs"),
    ("www.mongodb.com", ""),
    ("www.php.net", ""),
    ("www.postgresql.org", ""),
    ("www.sqlite.org", ""),
    ("www.tensorflow.org", ""),
    ("www.terraform.io", ""),
    ("www.typescriptlang.org", ""),
];

/// By the length of a host in the list, a bit for each byte that one of that length starts with, as
/// far as five bits tell them apart: hosts that are not in the list need not be looked for.
const STARTS: [u32; 64] = {
    let mut starts = [0; 64];
    let mut row = 0;
    while row < DOCUMENTATION.len() {
        let host = DOCUMENTATION[row].0.as_bytes();
        starts[host.len()] |= 1 << (host[0] % 32);
        row += 1;
    }
    starts
};

fn may_be_listed(host: &str) -> bool {
    let starts = STARTS.get(host.len()).copied().unwrap_or(0);
    host.bytes().next().is_some_and(|first| starts >> (first % 32) & 1 == 1)
}

/// Does the client fetch `path` on `host` without asking? The port and the scheme do not matter.
pub(super) fn is_documentation(host: &str, path: &str) -> bool {
    if !may_be_listed(host) {
        return false;
    }
    let Ok(row) = DOCUMENTATION.binary_search_by_key(&host, |(host, _)| host) else { return false };
    let below = DOCUMENTATION.get(row).map_or("", |(_, below)| below);
    path.strip_prefix(below).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(DOCUMENTATION.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn every_host_in_the_list_is_looked_for() {
        assert!(DOCUMENTATION.iter().all(|(host, _)| may_be_listed(host)));
        for other in ["", "localhost", &"d".repeat(80)] {
            assert!(!may_be_listed(other), "{other}");
        }
    }

    #[test]
    fn a_host_is_trusted_whole_or_below_a_path() {
        assert!(is_documentation("docs.python.org", "/3/"));
        assert!(is_documentation("docs.python.org", ""));
        assert!(!is_documentation("www.docs.python.org", "/"));
        assert!(is_documentation("go.dev", "/doc"));
        assert!(is_documentation("go.dev", "/doc/x"));
        assert!(!is_documentation("go.dev", "/docx"));
        assert!(!is_documentation("go.dev", "/Doc"));
        assert!(!is_documentation("go.dev", "//doc"));
        assert!(!is_documentation("go.dev", "/"));
    }
}
