//! The ways to an answer agree: asking for the verdict or for an explanation, walking the rules or
//! looking them up in an index.

use crate::vectors::{files, groups};
use callgate::{Call, Context, Layer, Mode, Policy, Profile, Source};
use serde_json::Value;

/// The layers of a group, without its drop-in files.
fn layers(group: &Value) -> Vec<Layer> {
    let sources =
        [Source::Managed, Source::User, Source::Project, Source::Local, Source::Flag].into_iter();
    let text = |settings: &Value| match settings {
        Value::String(text) => text.clone(),
        settings => settings.to_string(),
    };
    sources
        .filter_map(|source| {
            let settings = group["settings"].get(source.as_str())?;
            Some(Layer::new(source, text(settings)))
        })
        .collect()
}

#[test]
fn every_way_to_an_answer_gives_the_same() {
    let mut compared = 0;
    for file in files("conformance").into_iter().chain(files("learned")) {
        for group in groups(&file) {
            let Ok(value) = callgate::parse_object(&group.line).map(Value::Object) else {
                continue;
            };
            for profile in [Profile::ClaudeCode, Profile::Enforce] {
                let Ok(policy) = Policy::new(&layers(&value), profile) else { continue };
                let compiled = policy.compile();
                let context = Context {
                    mode: value["mode"].as_str().and_then(Mode::parse),
                    ..Context::new("/home/dev/project", "/home/dev")
                };
                for call in &group.expected.calls {
                    let Some(input) = call.input.as_object() else { continue };
                    let call = Call::new(&call.tool, input);
                    let decision = policy.decide(&call, &context);
                    let subject = (&group.expected.id, input);
                    assert_eq!(policy.verdict(&call, &context), decision.verdict, "{subject:?}");
                    assert_eq!(compiled.verdict(&call, &context), decision.verdict, "{subject:?}");
                    assert_eq!(compiled.decide(&call, &context), decision, "{subject:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 20_000, "{compared} calls compared");
}
