//! Hosts of public documentation that the client fetches without asking, unless a rule says
//! otherwise.
//!
//! Learned by asking client 2.1.329 for some 1,500 places that might be on its list. Neither
//! `www.` nor any other subdomain is implied.

use crate::{filter::Filter, names::Names};

/// Hosts that are trusted as a whole.
const HOSTS: Names = Names::new(
    "agentskills.io angular.io asp.net blazor.net bun.sh cloud.google.com code.claude.com \
     d3js.org dev.mysql.com devcenter.heroku.com developer.android.com developer.apple.com \
     developer.mozilla.org doc.rust-lang.org docs.aws.amazon.com docs.djangoproject.com \
     docs.flutter.dev docs.netlify.com docs.oracle.com docs.python.org docs.spring.io \
     docs.stripe.com docs.swift.org docs.unity.com docs.unrealengine.com dotnet.microsoft.com \
     en.cppreference.com expressjs.com fastapi.tiangolo.com flask.palletsprojects.com \
     getbootstrap.com git-scm.com gradle.org graphql.org hibernate.org httpd.apache.org jestjs.io \
     jquery.com jupyter.org keras.io kotlinlang.org kubernetes.io laravel.com learn.microsoft.com \
     matplotlib.org maven.apache.org modelcontextprotocol.io nextjs.org nginx.org nodejs.org \
     numpy.org pandas.pydata.org platform.claude.com prisma.io pytorch.org react.dev \
     reactnative.dev reactrouter.com redis.io redux.js.org requests.readthedocs.io ruby-doc.org \
     scikit-learn.org selenium.dev spark.apache.org symfony.com tailwindcss.com threejs.org \
     tomcat.apache.org vuejs.org webpack.js.org www.ansible.com www.docker.com www.mongodb.com \
     www.php.net www.postgresql.org www.sqlite.org www.tensorflow.org www.terraform.io \
     www.typescriptlang.org",
);

/// Hosts of which what lies below a path is trusted.
const BELOW: Names = Names::new(
    "claude.com=/docs github.com=/anthropics go.dev=/doc huggingface.co=/docs vercel.com=/docs \
     wordpress.org=/documentation www.kaggle.com=/docs",
);

/// All of these hosts. Most that are asked for are none of them.
const NAMED: Filter<32> = Filter::of(HOSTS).with_keys(BELOW);

/// Does the client fetch `path` on `host` without asking? The port and the scheme do not matter.
pub(super) fn is_documentation(host: &str, path: &str) -> bool {
    if !NAMED.may_hold(host) {
        return false;
    }
    HOSTS.contains(host)
        || BELOW
            .value_of(host)
            .and_then(|below| path.strip_prefix(below))
            .is_some_and(|rest| (rest.is_empty() || rest.starts_with('/')) && !encodes_steps(rest))
}

/// Does `path` have an encoded `.`, `/` or `\`, however often encoded? A server could read it as a way
/// out.
fn encodes_steps(path: &str) -> bool {
    path.split('%').skip(1).any(|mut code| {
        while let Some(rest) = code.strip_prefix("25") {
            code = rest;
        }
        let encodes =
            |step: &str| code.get(..step.len()).is_some_and(|code| code.eq_ignore_ascii_case(step));
        ["2e", "2f", "5c"].into_iter().any(encodes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_in_the_lists_is_looked_for() {
        assert!(HOSTS.iter().all(|host| is_documentation(host, "/")));
        for pair in BELOW.iter() {
            let (host, below) = pair.split_once('=').unwrap();
            assert!(is_documentation(host, below) && !is_documentation(host, "/"), "{host}");
        }
        for other in ["", "localhost", &"d".repeat(80)] {
            assert!(!is_documentation(other, "/"), "{other}");
        }
    }

    #[test]
    fn encoded_steps_may_lead_elsewhere() {
        for path in [
            "/anthropics/%2e%2e/x",
            "/anthropics/a%2Fb",
            "/anthropics/%25255cx",
            "/anthropics/%%2E",
        ] {
            assert!(!is_documentation("github.com", path), "{path}");
        }
        for path in ["/anthropics/a%20b", "/anthropics/%25", "/anthropics/%2%65", "/anthropics/%"] {
            assert!(is_documentation("github.com", path), "{path}");
        }
        assert!(is_documentation("docs.python.org", "/%2e%2e/"));
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
