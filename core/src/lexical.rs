//! Literals: which texts are blank, numbers or dates; the same as kg.mapping.lexical and kg.rdf.terms.

/// The white space of Python, in `str.isspace` and in the `\s` of a regular expression.
pub fn is_white(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// Whether a text is empty or only white space.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_white)
}

/// The name of the datatype of a date that is a day, a month or a year; None for another text.
pub fn date_type(text: &str) -> Option<&'static str> {
    let day = text.len() == 10 && is_day(text);
    let month = text.len() == 7 && month(text).is_some();
    let year = text.len() == 4 && year(text).is_some();
    match (day, month, year) {
        (true, ..) => Some("date"),
        (_, true, _) => Some("gYearMonth"),
        (.., true) => Some("gYear"),
        _ => None,
    }
}

/// Whether a text is a decimal: digits with or without a sign and a point.
pub fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    match digits.split_once('.') {
        None => are_digits(digits),
        Some((whole, "")) => are_digits(whole),
        Some(("", part)) => are_digits(part),
        Some((whole, part)) => are_digits(whole) && are_digits(part),
    }
}

/// Whether a text is a count of at most 18 digits.
pub fn is_count(text: &str) -> bool {
    are_digits(text) && text.len() <= 18
}

/// A number as Python writes it, if that is without an exponent.
pub fn decimal(number: f64) -> Option<String> {
    let size = number.abs();
    (size == 0.0 || (1e-4..1e16).contains(&size)).then(|| format!("{number:?}"))
}

/// Whether a text has nothing but digits, at least one.
pub fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(text: Option<&str>, lowest: u32, highest: u32) -> Option<u32> {
    let number = text.filter(|text| are_digits(text))?.parse().ok()?;
    (lowest <= number && number <= highest).then_some(number)
}

fn year(text: &str) -> Option<u32> {
    number(text.get(..4), 1, 9999)
}

fn month(text: &str) -> Option<(u32, u32)> {
    (text.get(4..5) == Some("-")).then_some((year(text)?, number(text.get(5..7), 1, 12)?))
}

/// Whether a text of ten characters is a day of the calendar, from the year 1 on.
pub fn is_day(text: &str) -> bool {
    let Some((year, month)) = month(text) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    text.get(7..8) == Some("-") && number(text.get(8..), 1, last).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let types = [
            "2024-02-29",
            "2021-03",
            "0001",
            "2023-02-29",
            "0000",
            "2021-13",
            "2021-3",
        ];
        let found: Vec<_> = types.iter().map(|text| date_type(text)).collect();
        let expected = [
            Some("date"),
            Some("gYearMonth"),
            Some("gYear"),
            None,
            None,
            None,
            None,
        ];
        assert_eq!(found, expected);
        assert_eq!(date_type("2021-ä-3"), None);
        assert_eq!(date_type("２０２１"), None);
    }

    #[test]
    fn numbers() {
        for text in ["1", "-1.50", "+.5", "7.", "26300"] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", ".", "-", "1e5", "1,000", " 1", "1.2.3", "NA", "١"] {
            assert!(!is_decimal(text), "{text}");
        }
        assert!(is_count("123456789012345678"));
        assert!(!is_count("1234567890123456789"));
    }

    #[test]
    fn numbers_as_python_writes_them() {
        let pairs = [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1234567.125, "1234567.125"),
        ];
        for (number, text) in pairs {
            assert_eq!(decimal(number).as_deref(), Some(text));
        }
        for number in [1e16, 1e-5, f64::NAN, f64::INFINITY] {
            assert_eq!(decimal(number), None);
        }
    }
}
