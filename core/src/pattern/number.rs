//! Numbers as text: the way JavaScript writes them, which the client is written in.

use serde_json::Number;

/// Beyond this, not every whole number is one to JavaScript.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// The text of a number, as `Number::toString` of ECMA-262 has it: `60000.0` is `60000`.
pub(super) fn text_of(number: &Number) -> String {
    let is_safe = number.as_i64().is_some_and(|number| number.unsigned_abs() <= MAX_SAFE_INTEGER);
    match number.as_f64().and_then(Number::from_f64) {
        Some(double) if !is_safe => laid_out(&double.to_string()),
        _ => number.to_string(),
    }
}

/// `written`, the shortest digits that mean a number, with an exponent only where JavaScript has one: from
/// 21 on, and below -6.
fn laid_out(written: &str) -> String {
    let Some((mantissa, exponent)) = written.split_once('e') else {
        let short = written.strip_suffix(".0").unwrap_or(written);
        // Zero has no sign.
        return if short == "-0" { "0".to_owned() } else { short.to_owned() };
    };
    let exponent = exponent.trim_start_matches('+');
    let mut text = mantissa.replace('.', "");
    let sign = usize::from(text.starts_with('-'));
    match exponent {
        "-6" => text.insert_str(sign, "0.00000"),
        "16" | "17" | "18" | "19" | "20" => {
            let length = exponent.parse().unwrap_or(0) + 1 + sign;
            text.extend(std::iter::repeat_n('0', length.saturating_sub(text.len())));
        }
        _ => {
            text.clear();
            text.push_str(mantissa);
            text.push('e');
            text.push_str(if exponent.starts_with('-') { "" } else { "+" });
            text.push_str(exponent);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(json: &str) -> String {
        text_of(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn numbers_look_as_javascript_writes_them() {
        for (json, written) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("60000.0", "60000"),
            ("6e4", "60000"),
            ("-12", "-12"),
            ("1.50", "1.5"),
            ("-1.5", "-1.5"),
            ("12.25", "12.25"),
            ("0.1", "0.1"),
            ("0.000001", "0.000001"),
            ("0.0000012", "0.0000012"),
            ("1e-7", "1e-7"),
            ("1.25e-7", "1.25e-7"),
            ("1e16", "10000000000000000"),
            ("1e20", "100000000000000000000"),
            ("1e21", "1e+21"),
            ("-1.5e300", "-1.5e+300"),
            ("5e-324", "5e-324"),
            ("9007199254740991", "9007199254740991"),
            ("9007199254740993", "9007199254740992"),
            ("18446744073709551615", "18446744073709552000"),
            ("1.25e20", "125000000000000000000"),
            ("-1.5e17", "-150000000000000000"),
            ("-0.0000015", "-0.0000015"),
        ] {
            assert_eq!(text(json), written, "{json}");
        }
    }

    proptest! {
        #[test]
        fn a_text_means_its_number(number in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL) {
            let written = text_of(&Number::from_f64(number).unwrap());
            prop_assert_eq!(written.parse::<f64>().unwrap(), number, "{}", written);
        }
    }
}
