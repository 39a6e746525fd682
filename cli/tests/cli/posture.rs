//! `callgate posture`.

use crate::world::World;
use serde_json::Value;
use std::path::Path;

fn example(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    root.join("examples").join(name).to_str().unwrap().to_owned()
}

#[test]
fn the_repaired_baselines_pass_and_are_clean() {
    let world = World::new("posture-repaired");
    for name in ["guide", "credentials"] {
        let file = example(&format!("{name}/repaired/managed-settings.json"));
        for profile in ["claude-code", "enforce"] {
            let outcome = world.run(&["posture", "--profile", profile, &file], "");
            assert_eq!(outcome.status, 0, "{name} {profile}: {outcome:?}");
        }
        let outcome = world.run(&["lint", "--as", "managed", &file], "");
        assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""), "{name}");
    }
}

#[test]
fn the_recommended_baselines_have_holes() {
    let world = World::new("posture-holes");
    for name in ["guide", "credentials"] {
        let file = example(&format!("{name}/managed-settings.json"));
        let outcome = world.run(&["posture", "--json", &file], "");
        assert_eq!(outcome.status, 1, "{name}");
        let controls: Vec<Value> =
            outcome.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let files = controls.iter().find(|control| control["code"] == "credentials-from-files");
        let standing = &files.unwrap()["standing"];
        assert_eq!(standing["standing"], "fail", "{name}");
        assert!(standing["call"].as_str().unwrap().contains("/home/dev/.ssh/"), "{standing}");
    }
}

#[test]
fn wrong_usage_is_told_from_a_hole() {
    let world = World::new("posture-usage");
    world.write("project/broken.json", "{");
    for arguments in [
        &["posture"][..],
        &["posture", "missing.json"],
        &["posture", "--as", "nobody", "x.json"],
        &["posture", "--profile", "enforce", "broken.json"],
    ] {
        assert_eq!(world.run(arguments, "").status, 3, "{arguments:?}");
    }
}
