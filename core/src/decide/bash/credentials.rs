//! What commands do to the file in which the agent keeps its credentials, and to the directories that
//! hold it.

use super::named::Named;
use crate::{
    letters::one_of,
    path::{Places, is_below, join},
    programs::files::{Role, known_name, uses},
    shell::{Word, Words},
};

/// Are these the credentials of the agent?
pub(super) fn are_named(named: &Named<'_>, places: &Places<'_>) -> bool {
    named.riddle.is_none()
        && !named.glob
        && named.place(places.cwd()) == join(places.home(), ".claude/.credentials.json")
}

/// Do the credentials of the agent lie in the directory?
pub(super) fn lie_in(named: &Named<'_>, places: &Places<'_>) -> bool {
    let own = join(places.home(), ".claude");
    named.riddle.is_none() && !named.glob && is_below(&own, &named.place(places.cwd()))
}

/// Does a copy or a move put something where the credentials of the agent lie, or lead to them by
/// a link? What a plain one does is judged file by file.
pub(super) fn are_reached(words: Words<'_>, places: &Places<'_>) -> bool {
    let manner = Manner::read(words.skip(1));
    let copies = known_name(words.value(0)) == "cp";
    let [mut source, mut destination, mut merges, mut sign_in] = [false; 4];
    uses(words, &mut |file| {
        let named = Named::read(&file.word, file.text, places);
        let holds = lie_in(&named, places);
        if file.role == Role::Destination {
            destination |= holds;
        } else {
            source |= holds;
            // To the client any of them may be the directory that the option names.
            destination |= holds && manner.target;
            let last = named.text().trim_end_matches('/').rsplit('/').next();
            merges |= matches!(last, Some("." | ".."));
        }
        sign_in |= are_named(&named, places);
    });
    let replaces = manner.whole || (copies && manner.mixed && manner.target);
    destination && (replaces || copies && merges)
        || copies && (sign_in || source && (manner.links || manner.mixed))
}

/// Does a link lead to the credentials of the agent, as a relative name is read where the link lies? What
/// such a name is in the working directory is judged file by file.
pub(super) fn are_linked(words: Words<'_>, places: &Places<'_>) -> bool {
    let (mut names, mut link) = (Vec::new(), None);
    uses(words, &mut |file| {
        let named = Named::read(&file.word, file.text, places);
        if named.riddle.is_none() {
            match file.role {
                Role::LinkSource if !named.is_absolute() => names.push(named.text().to_owned()),
                Role::LinkName => link = Some(named.text().to_owned()),
                _ => {}
            }
        }
    });
    // The client takes the only operand for the place of the link as well.
    let Some(link) = link.as_ref().or(names.last()) else { return false };
    let place = join(places.cwd(), link);
    let parent = place.rsplit_once('/').map_or("/", |(parent, _)| parent);
    // These directories are there. Of any other name nobody here knows whether it is one.
    let is_directory = link.ends_with('/')
        || [places.cwd(), places.home()].into_iter().any(|known| is_below(known, &place));
    let own = join(places.home(), ".claude");
    names.iter().any(|name| {
        let leads_from = |base: &str| {
            let target = join(base, name);
            is_below(&own, &target) || target == join(&own, ".credentials.json")
        };
        leads_from(&place) || !is_directory && leads_from(parent)
    })
}

/// How the options of `cp` and `mv` say that files are to be copied.
#[derive(Clone, Copy, Debug, Default)]
struct Manner {
    /// As links.
    links: bool,
    /// To exactly the name that comes last.
    whole: bool,
    /// Into a directory that an option names, in a word of its own.
    target: bool,
    /// Options stand behind files: the client takes them for files, too.
    mixed: bool,
}

impl Manner {
    fn read(arguments: Words<'_>) -> Manner {
        let is_option = |word: &Word<'_>| word.value.len() > 1 && word.value.starts_with('-');
        let mut manner = Manner::default();
        let mut files = false;
        for word in arguments {
            if !is_option(&word) {
                files = true;
                continue;
            }
            manner.mixed |= files;
            if word.value == "--" {
                break;
            }
            let letters = word.value.strip_prefix('-').unwrap_or_default();
            match letters.strip_prefix('-') {
                Some(name) => {
                    let abbreviates = |full: &str| name.len() > 1 && full.starts_with(name);
                    manner.links |= abbreviates("link") || abbreviates("symbolic-link");
                    manner.whole |= abbreviates("no-target-directory");
                    manner.target |= abbreviates("target-directory");
                }
                None => {
                    manner.links |= letters.contains(one_of("ls"));
                    manner.whole |= letters.contains('T');
                    manner.target |= letters.ends_with('t');
                }
            }
        }
        manner
    }
}

#[cfg(test)]
mod tests {
    use super::{are_linked, are_reached};
    use crate::{
        Context,
        path::Places,
        shell::{Script, scan},
    };

    #[test]
    fn links_lead_on_from_where_they_lie() {
        let places = Places::new(&Context::new("/srv/app", "/home/dev"));
        let links = |text| {
            let mut script = Script::default();
            let line = scan(text, &mut script);
            are_linked(line.words(&line.commands()[0]), &places)
        };
        for text in [
            "ln -s . ~/x",
            "ln -s .. ~/a/x",
            "ln -s .claude ~/x",
            "ln a .claude/.credentials.json ~/",
            "ln -s .. /",
            "ln -s .. ../x",
            "ln -s ..",
            "ln -s */.. ~/x",
            "link ../dev $HOME/x",
        ] {
            assert!(links(text), "{text}");
        }
        for text in [
            "ln -s . ~/a/x",
            "ln -s .. .",
            "ln -s .",
            "ln -s .. b",
            "ln -s a ~/x",
            "ln -s /a ~/x",
            "ln -s dev ~",
        ] {
            assert!(!links(text), "{text}");
        }
    }

    #[test]
    fn copies_and_moves_reach_credentials_by_their_options() {
        let places = Places::new(&Context::new("/home/dev/project", "/home/dev"));
        let reaches = |text| {
            let mut script = Script::default();
            let line = scan(text, &mut script);
            are_reached(line.words(&line.commands()[0]), &places)
        };
        for text in [
            "cp -al ~ x",
            "cp --symb ~ x",
            "cp -T a ~",
            "mv a -T ~",
            "cp a -t ~",
            "cp ~ x -r",
            "cp / --",
            "cp / -- x",
            "cp -t .. x",
            "cp -r . /home/dev",
            "cp -r .. /home",
            "cp -r ~/.claude/.credentials.json x",
        ] {
            assert!(reaches(text), "{text}");
        }
        for text in [
            "cp -r ~ x",
            "cp -T ~ x",
            "cp a -r ~",
            "cp -t ~ a",
            "cp a --target-directory=/home/dev",
            "cp -r .. /tmp",
            "mv . ..",
            "cp -l a ~",
        ] {
            assert!(!reaches(text), "{text}");
        }
    }
}
