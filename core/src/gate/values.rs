//! Values of literals, as far as they are simple; of all others nothing is said.
//!
//! The lexical forms and the order are those of kg.shacl.compiled.datatypes and comparison.

use std::cmp::Ordering;

use super::literals::{has_language, is_string, typed};
use crate::lexical::{are_digits, date_type, is_day};

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const FACTOR: i128 = 1_000_000_000_000_000_000;
const DIGITS: usize = 18;

/// The value of a term that can be compared.
#[derive(Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number, times 10^18.
    Number(i128),
    /// A day, month or year without a zone; or a moment to the second, in local time.
    Moment(&'static str, &'a str),
    /// A length of time in months.
    Months(u64),
    /// A length of time in seconds.
    Seconds(u64),
    /// A truth value.
    Boolean,
    /// A text.
    Text,
    /// No value: an IRI, a blank node, or a text in a language.
    None,
}

/// The value of a term; None if this does not know it.
pub fn value_of(term: &str) -> Option<Value<'_>> {
    if !term.starts_with('"') || has_language(term) {
        return Some(Value::None);
    }
    if is_string(term) {
        return Some(Value::Text);
    }
    let (text, datatype) = typed(term)?;
    simple(text, datatype.strip_prefix(XSD)?)
}

/// Whether a lexical form is certainly one of a datatype, given by its local name.
pub fn is_valid(text: &str, datatype: &str) -> bool {
    simple(text, datatype).is_some()
        || matches!(datatype, "float" | "double") && decimal(text).is_some()
}

/// Whether the order of two values is one of these; None if this does not know it.
pub fn ordered(left: &str, right: &str, orders: &[i8]) -> Option<bool> {
    let (left, right) = (value_of(left)?, value_of(right)?);
    let order = match (&left, &right) {
        (Value::None, _) | (_, Value::None) => return Some(false),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Moment(kind, a), Value::Moment(other, b)) if kind == other => a.cmp(b),
        (Value::Months(a), Value::Months(b)) | (Value::Seconds(a), Value::Seconds(b)) => a.cmp(b),
        (Value::Months(_), Value::Seconds(_)) | (Value::Seconds(_), Value::Months(_)) => {
            return None;
        }
        (Value::Boolean, Value::Boolean) | (Value::Text, Value::Text) => return None,
        _ => return Some(false),
    };
    let order = match order {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    };
    Some(orders.contains(&order))
}

fn simple<'a>(text: &'a str, datatype: &str) -> Option<Value<'a>> {
    if let Some((lowest, highest)) = bounds(datatype) {
        let number = integer(text)?;
        return (lowest <= number && number <= highest).then(|| Value::Number(number * FACTOR));
    }
    match datatype {
        "decimal" => decimal(text).map(Value::Number),
        "boolean" => matches!(text, "true" | "false" | "1" | "0").then_some(Value::Boolean),
        "date" | "gYearMonth" | "gYear" => {
            let kind = date_type(text)?;
            (kind == datatype).then_some(Value::Moment(kind, text))
        }
        "dateTime" => is_moment(text).then_some(Value::Moment("dateTime", text)),
        "duration" => duration(text),
        _ => None,
    }
}

/// The lowest and the highest value of a type of integers.
fn bounds(datatype: &str) -> Option<(i128, i128)> {
    const LARGE: i128 = FACTOR;
    Some(match datatype {
        "integer" => (-LARGE, LARGE),
        "nonPositiveInteger" => (-LARGE, 0),
        "negativeInteger" => (-LARGE, -1),
        "nonNegativeInteger" => (0, LARGE),
        "positiveInteger" => (1, LARGE),
        "long" => (i128::from(i64::MIN), i128::from(i64::MAX)),
        "int" => (i128::from(i32::MIN), i128::from(i32::MAX)),
        "short" => (i128::from(i16::MIN), i128::from(i16::MAX)),
        "byte" => (i128::from(i8::MIN), i128::from(i8::MAX)),
        "unsignedLong" => (0, i128::from(u64::MAX)),
        "unsignedInt" => (0, i128::from(u32::MAX)),
        "unsignedShort" => (0, i128::from(u16::MAX)),
        "unsignedByte" => (0, i128::from(u8::MAX)),
        _ => return None,
    })
}

fn natural(text: &str) -> Option<i128> {
    (are_digits(text) && text.len() <= DIGITS)
        .then(|| text.parse().ok())
        .flatten()
}

fn integer(text: &str) -> Option<i128> {
    match text.as_bytes().first()? {
        b'-' => natural(&text[1..]).map(|number| -number),
        b'+' => natural(&text[1..]),
        _ => natural(text),
    }
}

fn decimal(text: &str) -> Option<i128> {
    let Some((whole, fraction)) = text.split_once('.') else {
        return integer(text).map(|number| number * FACTOR);
    };
    let (negative, whole) = match whole.as_bytes().first()? {
        b'-' => (true, &whole[1..]),
        b'+' => (false, &whole[1..]),
        _ => (false, whole),
    };
    let (number, part) = (natural(whole)?, natural(fraction)?);
    let scaled = number * FACTOR + part * 10_i128.pow((DIGITS - fraction.len()) as u32);
    Some(if negative { -scaled } else { scaled })
}

fn is_moment(text: &str) -> bool {
    let two = |place, highest| {
        let number = text.get(place).filter(|digits| are_digits(digits));
        number.is_some_and(|digits| digits <= highest)
    };
    text.len() == 19
        && text.get(..10).is_some_and(is_day)
        && text.get(10..11) == Some("T")
        && two(11..13, "23")
        && text.get(13..14) == Some(":")
        && two(14..16, "59")
        && text.get(16..17) == Some(":")
        && two(17..19, "59")
}

/// A duration of one part, such as P18Y.
fn duration(text: &str) -> Option<Value<'_>> {
    let (rest, units): (&str, &[(char, u64)]) = match text.strip_prefix("PT") {
        Some(rest) => (rest, &[('H', 3600), ('M', 60), ('S', 1)]),
        None => (
            text.strip_prefix('P')?,
            &[('Y', 12), ('M', 1), ('D', 86400)],
        ),
    };
    let unit = rest.chars().last()?;
    let number = rest.strip_suffix(unit).filter(|digits| digits.len() <= 9)?;
    let number: u64 = are_digits(number).then(|| number.parse().ok()).flatten()?;
    let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    let is_month = !text.starts_with("PT") && unit != 'D';
    Some(if is_month {
        Value::Months(number * factor)
    } else {
        Value::Seconds(number * factor)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str, datatype: &str) -> String {
        format!("\"{text}\"^^<{XSD}{datatype}>")
    }

    fn less(left: (&str, &str), right: (&str, &str)) -> Option<bool> {
        ordered(&literal(left.0, left.1), &literal(right.0, right.1), &[-1])
    }

    #[test]
    fn forms_that_are_certain() {
        for (text, datatype) in [
            ("2024-02-29", "date"),
            ("2021-03", "gYearMonth"),
            ("-007", "integer"),
            ("0.50", "decimal"),
            ("P18Y", "duration"),
            ("PT36H", "duration"),
            ("255", "unsignedByte"),
            ("2021-03-05T10:00:00", "dateTime"),
        ] {
            assert!(is_valid(text, datatype), "{text}");
        }
        for (text, datatype) in [
            ("2023-02-29", "date"),
            ("2021-13", "gYearMonth"),
            ("2021-3-005", "date"),
            ("ten", "integer"),
            ("", "integer"),
            ("1.", "decimal"),
            ("256", "unsignedByte"),
            ("P1Y2M", "duration"),
            ("PT1D", "duration"),
            ("1234567890123456789", "integer"),
            ("2021-03-05Z", "date"),
            ("ä021-03-05", "date"),
            ("+", "integer"),
        ] {
            assert!(!is_valid(text, datatype), "{text}");
        }
    }

    #[test]
    fn values_are_ordered_as_far_as_they_are_known() {
        assert_eq!(less(("9", "integer"), ("10.5", "decimal")), Some(true));
        assert_eq!(less(("-1", "integer"), ("-0.5", "decimal")), Some(true));
        assert_eq!(
            less(("2021-03-05", "date"), ("2021-03", "gYearMonth")),
            Some(false)
        );
        assert_eq!(
            less(("2021-03-05", "date"), ("2021-03-06", "date")),
            Some(true)
        );
        assert_eq!(
            less(("P18Y", "duration"), ("P300M", "duration")),
            Some(true)
        );
        assert_eq!(less(("P18Y", "duration"), ("P300D", "duration")), None);
        assert_eq!(less(("soon", "date"), ("2021-03-06", "date")), None);
        assert_eq!(
            ordered("<http://x>", &literal("1", "integer"), &[-1]),
            Some(false)
        );
    }
}
