//! Objects of which it is known what they can hold.

use super::document::{Node, NotJson};
use crate::{
    order::{self, Table},
    span::{Span, position},
};

/// What keeps a document from being what it should be, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misfit(String);

impl Misfit {
    /// Says of `node`, called `name`, that it is not `what` it should be.
    pub(crate) fn new(node: Node<'_>, name: &str, what: &str) -> Misfit {
        let Span { start, .. } = node.span();
        let (line, column) = position(node.document(), start as usize);
        Misfit(format!("{name} is not {what} at line {line} column {column}"))
    }
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<NotJson> for Misfit {
    fn from(error: NotJson) -> Misfit {
        Misfit(error.message)
    }
}

/// The members of an object. Of those with one name, the last counts, and `null` is none.
#[derive(Debug)]
pub(crate) struct Fields<'t> {
    object: Node<'t>,
    members: Vec<(String, Node<'t>)>,
}

impl<'t> Fields<'t> {
    /// The members of `node`, which is called `name` where it is no object.
    pub(crate) fn of(node: Node<'t>, name: &str) -> Result<Fields<'t>, Misfit> {
        let members = node.members().ok_or_else(|| Misfit::new(node, name, "an object"))?;
        Ok(Fields { object: node, members })
    }

    /// The member `name`.
    pub(crate) fn get(&self, name: &str) -> Option<Node<'t>> {
        let member = self.members.iter().find(|(key, _)| key == name);
        member.map(|(_, node)| *node).filter(|node| !node.is_null())
    }

    /// What `read` makes of the member `name`, if there is one: it must be `what`.
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        what: &str,
        read: fn(Node<'t>) -> Option<T>,
    ) -> Result<Option<T>, Misfit> {
        self.get(name)
            .map(|node| read(node).ok_or_else(|| Misfit::new(node, name, what)))
            .transpose()
    }

    /// The same of a member that must be there.
    pub(crate) fn required<T>(
        &self,
        name: &str,
        what: &str,
        read: fn(Node<'t>) -> Option<T>,
    ) -> Result<T, Misfit> {
        let value = self.optional(name, what, read)?;
        value.ok_or_else(|| Misfit::new(self.object, name, "there, in the object"))
    }

    /// The members of the object `name`, in the order of their names; none without it.
    pub(crate) fn members(&self, name: &str) -> Result<Vec<(String, Node<'t>)>, Misfit> {
        let mut members = self.optional(name, "an object", Node::members)?.unwrap_or_default();
        order::sort_by(&mut members, |(one, _), (other, _)| one.cmp(other));
        Ok(members)
    }

    /// The members of the object `name`, which must be strings.
    pub(crate) fn strings(&self, name: &str) -> Result<Table<String>, Misfit> {
        let string = |(name, node): (String, Node<'_>)| match node.string() {
            Some(value) => Ok((name, value)),
            None => Err(Misfit::new(node, &name, "a string")),
        };
        let strings: Result<Vec<_>, _> = self.members(name)?.into_iter().map(string).collect();
        strings.map(Table::new)
    }

    /// Has each of these names one member at most, and no member another name? What is misspelt or
    /// overridden must not get lost silently.
    pub(crate) fn only(&self, names: &[&str]) -> Result<(), Misfit> {
        if let Some(overridden) = self.object.overridden().first() {
            return Err(Misfit::new(*overridden, "this member", "the only one of its name"));
        }
        match self.members.iter().find(|(name, _)| !names.contains(&name.as_str())) {
            Some((name, node)) => {
                Err(Misfit::new(*node, name, &format!("one of {}", names.join(", "))))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"b": {"y": 1, "x": null}, "a": "t", "n": null,
  "z": 2}"#;

    fn read(text: &str) -> Fields<'_> {
        Fields::of(Node::read(text).unwrap(), "it").unwrap()
    }

    #[test]
    fn members_are_found_by_name() {
        let fields = read(TEXT);
        assert_eq!(fields.required("a", "a string", Node::string), Ok("t".to_owned()));
        assert_eq!(fields.optional("n", "a string", Node::string), Ok(None));
        assert_eq!(fields.optional("c", "a string", Node::string), Ok(None));
        let names = fields.members("b").unwrap().into_iter().map(|(name, _)| name);
        assert_eq!(names.collect::<Vec<_>>(), ["x", "y"]);
        assert!(fields.members("c").unwrap().is_empty());
        assert_eq!(fields.only(&["a", "b", "n", "z"]), Ok(()));
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let said = |error: Misfit| error.to_string();
        let fields = read(TEXT);
        for (error, message) in [
            (
                Fields::of(Node::read("[]").unwrap(), "it").unwrap_err(),
                "it is not an object at line 1 column 1",
            ),
            (Node::read("[").unwrap_err().into(), "EOF while parsing a list at line 1 column 1"),
            (
                fields.required("z", "a string", Node::string).unwrap_err(),
                "z is not a string at line 2 column 8",
            ),
            (
                fields.required("n", "a string", Node::string).unwrap_err(),
                "n is not there, in the object at line 1 column 1",
            ),
            (
                fields.only(&["a", "b", "n"]).unwrap_err(),
                "z is not one of a, b, n at line 2 column 8",
            ),
            (fields.members("a").unwrap_err(), "a is not an object at line 1 column 33"),
            (
                read(r#"{"a": 1, "a": 2}"#).only(&["a"]).unwrap_err(),
                "this member is not the only one of its name at line 1 column 7",
            ),
        ] {
            assert_eq!(said(error), message);
        }
    }
}
