//! Turns what criterion measured into a table of ratios.

use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// Who stands for 1 in every group.
const BASE: &str = "callgate";

/// Reads the medians that criterion left behind, prints them as ratios to callgate's, and writes
/// the same table to `benches/RESULTS.md`, and what most readers look for into the README.
pub fn write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let measured = medians(&root.join("../target/criterion"));
    let table = table(&measured);
    println!("{table}");
    let readme = root.join("../README.md");
    let written = fs::write(root.join("RESULTS.md"), table)
        .and_then(|()| fs::read_to_string(&readme))
        .and_then(|text| match with_summary(&text, &summary(&measured)) {
            Some(text) => fs::write(&readme, text),
            None => Ok(()),
        });
    if let Err(error) = written {
        eprintln!("the tables could not be written: {error}");
    }
}

/// `readme` with `summary` between the two marks.
fn with_summary(readme: &str, summary: &str) -> Option<String> {
    const MARKS: [&str; 2] = ["<!-- written by the bench -->\n", "<!-- end -->"];
    let (before, rest) = readme.split_once(MARKS[0])?;
    let (_, behind) = rest.split_once(MARKS[1])?;
    Some(format!("{before}{}{summary}{}{behind}", MARKS[0], MARKS[1]))
}

/// One row a kind of call: callgate's verdict, its explained decision, and others on the same work.
fn summary(measured: &Medians) -> String {
    const ROWS: [(&str, &str); 8] = [
        ("commands/10", "command, 10 rules"),
        ("commands/1000", "command, 1,000 rules"),
        ("commands/10000", "command, 10,000 rules"),
        ("commands/recorded-1000", "command that was recorded, 1,000 rules"),
        ("commands/nasty-1000", "command, 1,000 rules with inner stars"),
        ("paths/1000", "path, 1,000 rules"),
        ("hosts/1000", "host, 1,000 rules"),
        ("tools/1000", "tool, 1,000 rules"),
    ];
    const OTHERS: [(&str, &str); 4] = [
        ("callgate, explained", "warm"),
        ("loop of Regex", "warm"),
        ("GlobSet", "warm"),
        ("RegexSet, tuned", "fresh"),
    ];
    let mut text = String::from(
        "| | verdict | of a new call | explained | loop of `Regex` | `GlobSet` | tuned `RegexSet`, new call |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for (group, name) in ROWS {
        let figure = |who: &str, input: &str| {
            measured.get(group)?.get(&(who.to_owned(), input.to_owned())).copied()
        };
        let cell = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), time);
        let _ = write!(
            text,
            "| {name} | {} | {} |",
            cell(figure(BASE, "warm")),
            cell(figure(BASE, "fresh"))
        );
        for (who, input) in OTHERS {
            let _ = write!(text, " {} |", cell(figure(who, input)));
        }
        text.push('\n');
    }
    text
}

/// Medians in nanoseconds, by group, rival and input.
type Medians = BTreeMap<String, BTreeMap<(String, String), f64>>;

fn medians(folder: &Path) -> Medians {
    let mut medians = Medians::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        folders.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()));
        let read = |name: &str| -> Option<Value> {
            serde_json::from_slice(&fs::read(folder.join(name)).ok()?).ok()
        };
        if !folder.ends_with("new") {
            continue;
        }
        let (Some(names), Some(estimates)) = (read("benchmark.json"), read("estimates.json"))
        else {
            continue;
        };
        let name = |field: &str| names[field].as_str().unwrap_or_default().to_owned();
        if let Some(median) = estimates["median"]["point_estimate"].as_f64() {
            let group = medians.entry(name("group_id")).or_default();
            group.insert((name("function_id"), name("value_str")), median);
        }
    }
    medians
}

fn table(measured: &Medians) -> String {
    let mut table = String::from(
        "# What was measured\n\n\
         Written by `cargo bench -p callgate-benches`. Medians; in brackets, how many times callgate's \
         own figure in the same run.\n",
    );
    for (group, rows) in measured {
        let mut inputs: Vec<&str> = rows.keys().map(|(_, input)| input.as_str()).collect();
        inputs.sort_unstable_by_key(|input| (*input != "warm", *input));
        inputs.dedup();
        let mut rivals: Vec<&str> = rows.keys().map(|(who, _)| who.as_str()).collect();
        rivals.sort_unstable_by_key(|who| (*who != BASE, *who));
        rivals.dedup();
        let _ = write!(table, "\n## {group}\n\n| |");
        for input in &inputs {
            let _ = write!(table, " {input} |");
        }
        let _ = write!(table, "\n|---|{}\n", "---:|".repeat(inputs.len()));
        for who in rivals {
            let _ = write!(table, "| {who} |");
            for input in &inputs {
                let figure = |who: &str| rows.get(&(who.to_owned(), (*input).to_owned()));
                match (figure(who), figure(BASE)) {
                    (Some(median), Some(base)) if who != BASE => {
                        let _ = write!(table, " {} (×{}) |", time(*median), ratio(median / base));
                    }
                    (Some(median), _) => {
                        let _ = write!(table, " {} |", time(*median));
                    }
                    (None, _) => table.push_str(" |"),
                }
            }
            table.push('\n');
        }
    }
    table
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ns if ns < 1e3 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}

fn ratio(ratio: f64) -> String {
    if ratio < 10.0 { format!("{ratio:.1}") } else { format!("{ratio:.0}") }
}
