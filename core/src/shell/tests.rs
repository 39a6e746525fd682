use super::*;

#[test]
fn dump() {
    use std::io::BufRead;
    let mut script = Script::default();
    for text in std::io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&text.unwrap()).unwrap();
        println!("{text:?}");
        let line = scan(&text, &mut script);
        for c in line.commands() {
            let w: Vec<_> = line.words(c).iter().map(|w| format!("{}{}{}{}", w.value, if w.traits.unknown {"⟨?⟩"} else {""}, if w.traits.known {"⟨k⟩"} else {""}, if w.traits.glob {"⟨g⟩"} else {""})).collect();
            let a: Vec<_> = line.assignments(c).map(|a| format!("{}={}", a.name, a.value.value)).collect();
            let r: Vec<_> = line.redirections(c).map(|r| format!("{:?}{:?}→{} {:?}", r.descriptor, r.operator, r.target.value, r.body)).collect();
            println!("   {:?} {a:?} {r:?}  [{}] d{} {:?}", w, c.span.of(&text), c.place.depth, (c.before, c.after));
        }
        for c in line.constructs() { println!("      {:?} {:?}", c.what, c.span.of(&text)); }
    }
}
