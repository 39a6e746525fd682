//! Settings layers in JSON.

use crate::{
    json::{Fields, Misfit, Node, whole_characters},
    settings::{Layer, Source},
};

/// Reads settings layers from JSON: a list of objects.
///
/// | field | what it is |
/// |---|---|
/// | `source` | `managed`, `user`, `project`, `local` or `flag` |
/// | `text` | the text of the document, or |
/// | `settings` | the settings object itself |
/// | `name` | what to call it in messages; the source if absent |
/// | `directory` | [`Layer::directory`] |
/// | `trusted` | [`Layer::trusted`]; true if absent |
///
/// # Errors
/// If `json` is no such list. What is wrong inside a document shows when a policy is made of it.
pub fn layers(json: &str) -> Result<Vec<Layer>, serde_json::Error> {
    read(&whole_characters(json)).map_err(serde::de::Error::custom)
}

fn read(text: &str) -> Result<Vec<Layer>, Misfit> {
    let list = Node::read(text)?;
    let layers =
        list.entries().ok_or_else(|| Misfit::new(list, "the whole", "a list of layers"))?;
    layers.into_iter().map(read_layer).collect()
}

fn read_layer(node: Node<'_>) -> Result<Layer, Misfit> {
    let fields = Fields::of(node, "a layer")?;
    fields.only(&["source", "text", "settings", "name", "directory", "trusted"])?;
    let string = |name: &str| fields.optional(name, "a string", Node::string);
    let source = fields.required("source", "a source", |node| Source::parse(&node.string()?))?;
    let text = match (string("text")?, fields.get("settings")) {
        (Some(text), None) => text,
        (None, Some(settings)) => settings.raw().to_owned(),
        _ => return Err(Misfit::new(node, "a layer", "one with either `text` or `settings`")),
    };
    let layer = Layer::new(source, text);
    Ok(Layer {
        name: string("name")?.unwrap_or(layer.name),
        directory: string("directory")?,
        trusted: fields.optional("trusted", "true or false", Node::boolean)?.unwrap_or(true),
        ..layer
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_layer_is_an_error() {
        for json in [
            "{}",
            r#"[{"source": "user"}]"#,
            r#"[{"source": "usr", "text": ""}]"#,
            r#"[{"source": "user", "text": "", "settings": {}}]"#,
            r#"[{"source": "user", "txt": ""}]"#,
        ] {
            assert!(layers(json).is_err(), "{json}");
        }
        let read = layers(r#"[{"source": "local", "text": "{}", "trusted": false}]"#).unwrap();
        assert_eq!((read[0].name.as_str(), read[0].trusted), ("local", false));
    }
}
