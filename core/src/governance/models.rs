//! Which models may be used: `availableModels`, `deniedModels`.
//!
//! As documented for client 2.1.329. An entry is a family (`opus`), a version (`opus-4-5`) or a
//! model ID (`claude-opus-4-5`); dates, `-fast` and what a provider puts around the ID do not count.

use super::{
    answer::{Answer, Ground},
    documents::{Documents, Place, Setting},
};
use crate::{letters::one_of, settings::Source};

/// The model lists of all layers.
#[derive(Clone, Debug)]
pub(super) struct Models {
    denied: Vec<Setting<String>>,
    /// `None` if no layer has the list.
    available: Option<Available>,
}

#[derive(Clone, Debug)]
struct Available {
    entries: Vec<Setting<String>>,
    /// Does a model ID allow this version only?
    exact: bool,
}

/// Families that entries may name alone.
const FAMILIES: &[&str] = &["haiku", "opus", "sonnet"];

/// Names whose model depends on the release or the settings; lists pass over them.
const FLOATING: &[&str] = &["best", "default", "opusplan"];

impl Models {
    pub(super) fn read(documents: &Documents<'_>) -> Models {
        const AVAILABLE: &str = "availableModels";
        const DENIED: &str = "deniedModels";
        const MATCH: &str = "availableModelsMatch";
        let managed = |place: &Place| place.source == Source::Managed;
        let exact = documents
            .values(MATCH)
            .filter(|(layer, _)| layer.source == Source::Managed)
            .any(|(_, node)| node.string().as_deref() != Some("prefix"));
        let mut texts = documents.texts(AVAILABLE);
        // A managed list replaces all others, one that cannot be read as an empty one.
        if documents.values(AVAILABLE).any(|(layer, _)| layer.source == Source::Managed) {
            texts.retain(|entry| managed(&entry.place));
        }
        let defined = documents.values(AVAILABLE).any(|(layer, node)| {
            node.entries().is_some() || (layer.source == Source::Managed && !node.is_null())
        });
        let mut denied = documents.texts(DENIED);
        denied.retain(|entry| managed(&entry.place));
        Models { denied, available: defined.then_some(Available { entries: texts, exact }) }
    }

    /// May the person choose this model?
    pub(super) fn may_use(&self, model: &str) -> Answer {
        let Some(model) = Model::read(model) else {
            return match (&self.available, self.denied.is_empty()) {
                (None, true) => Answer::new(Ground::ModelsOpen, None),
                _ => Answer::new(Ground::ModelDepends, None),
            };
        };
        let meets = |entry: &Setting<String>, exact| {
            Model::read(&entry.value).is_some_and(|entry| entry.covers(&model, exact))
        };
        if let Some(entry) = self.denied.iter().find(|entry| meets(entry, false)) {
            return Answer::new(Ground::ModelDenied, Some(entry.place.clone()));
        }
        let Some(available) = &self.available else {
            return Answer::new(Ground::ModelsOpen, None);
        };
        match available.entries.iter().find(|entry| meets(entry, available.exact)) {
            Some(entry) => Answer::new(Ground::ModelListed, Some(entry.place.clone())),
            None => Answer::new(Ground::ModelUnlisted, None),
        }
    }
}

/// A model, or an entry of a list, in its parts.
#[derive(Debug, PartialEq, Eq)]
struct Model {
    /// `claude-opus-4-5`, `opus`: in lower case, without date, `-fast` and what providers add.
    name: String,
    /// What stands before the ID in the route of a gateway, slash included.
    route: String,
}

impl Model {
    /// Reads a name; `None` if which model it means depends on something else.
    fn read(text: &str) -> Option<Model> {
        let text = text.trim().to_ascii_lowercase();
        let (route, id) = match text.rfind('/') {
            Some(slash) => text.split_at_checked(slash + 1)?,
            None => ("", text.as_str()),
        };
        let id = id.rsplit_once("anthropic.").map_or(id, |(_, id)| id);
        let id = id.split(one_of("@:[")).next().unwrap_or(id);
        let mut parts: Vec<&str> = id.split('-').collect();
        while let [_, .., last] = parts.as_slice() {
            let date = last.len() == 8 && last.bytes().all(|byte| byte.is_ascii_digit());
            let revision = *last == "v1" || *last == "v2";
            if !(date || revision || *last == "fast") {
                break;
            }
            parts.pop();
        }
        let name = parts.join("-");
        let floats = name.is_empty() || FLOATING.contains(&name.as_str());
        (!floats).then(|| Model { name, route: route.to_owned() })
    }

    /// Does a list with this entry mean `model`?
    fn covers(&self, model: &Model, exact: bool) -> bool {
        if !self.route.is_empty() && self.route != model.route {
            return false;
        }
        let bare = |name: &str| name.strip_prefix("claude-").unwrap_or(name).to_owned();
        let (entry, model) = (bare(&self.name), bare(&model.name));
        if FAMILIES.contains(&entry.as_str()) {
            return model.split('-').any(|part| part == entry);
        }
        if model == entry {
            return true;
        }
        // `opus-4` stands before `opus-4-5`, never before `opus-45`.
        !exact && model.strip_prefix(&entry).is_some_and(|rest| rest.starts_with('-'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{profile::Profile, settings::Layer};

    fn ground(managed: &str, model: &str) -> Ground {
        let layers = [Layer::new(Source::Managed, managed)];
        let documents = Documents::new(&layers, Profile::ClaudeCode, &mut Vec::new()).unwrap();
        Models::read(&documents).may_use(model).ground
    }

    #[test]
    fn entries_are_families_versions_and_ids() {
        for (entry, model, listed) in [
            ("opus", "claude-opus-4-5-20250929", true),
            ("opus", "us.anthropic.claude-opus-4-5-20250929-v1:0", true),
            ("opus", "claude-opus-4-5@20250929", true),
            ("opus", "claude-sonnet-4-5", false),
            ("opus-4-5", "claude-opus-4-5", true),
            ("claude-opus-4", "claude-opus-4-5", true),
            ("claude-opus-4", "claude-opus-45", false),
            ("claude-opus-4-5", "claude-opus-4", false),
            ("claude-opus-4-5", "route/claude-opus-4-5", true),
            ("route/claude-opus-4-5", "claude-opus-4-5", false),
            ("claude-opus-4-5", "claude-opus-4-5-fast", true),
            ("Claude-Opus-4-5", "claude-opus-4-5[1m]", true),
        ] {
            let expected = if listed { Ground::ModelListed } else { Ground::ModelUnlisted };
            let settings = format!(r#"{{"availableModels": ["{entry}"]}}"#);
            assert_eq!(ground(&settings, model), expected, "{entry} {model}");
        }
    }

    #[test]
    fn exact_ids_allow_no_later_version() {
        let settings = r#"{"availableModels": ["claude-opus-5", "sonnet"],
            "availableModelsMatch": "exact", "deniedModels": ["claude-sonnet-4"]}"#;
        assert_eq!(ground(settings, "claude-opus-5"), Ground::ModelListed);
        assert_eq!(ground(settings, "claude-opus-5-20261101"), Ground::ModelListed);
        assert_eq!(ground(settings, "claude-opus-5-5"), Ground::ModelUnlisted);
        assert_eq!(ground(settings, "claude-sonnet-5"), Ground::ModelListed);
        assert_eq!(ground(settings, "claude-sonnet-4-5"), Ground::ModelDenied);
        assert_eq!(ground(settings, "opusplan"), Ground::ModelDepends);
    }

    #[test]
    fn lists_that_cannot_be_read_allow_nothing() {
        assert_eq!(ground(r#"{"availableModels": "opus"}"#, "opus"), Ground::ModelUnlisted);
        assert_eq!(ground(r#"{"availableModels": []}"#, "opus"), Ground::ModelUnlisted);
        assert_eq!(ground("{}", "opus"), Ground::ModelsOpen);
    }
}
