//! What may mention a trial in the JSON of a record; the same as kg.mapping.relation.

use std::sync::LazyLock;

use regex::bytes::Regex;

const DIGITS: usize = 8;

static HINT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i-u)nct[^"]{0,40}?[0-9]{8}"#).expect("the pattern is tested"));

/// The digits of each number that may be an NCT id, in any case; also of other numbers.
pub fn nct_digits(json: &[u8]) -> impl Iterator<Item = &[u8]> {
    let found = HINT.find_iter(json).map(|one| one.as_bytes());
    found.map(|text| &text[text.len() - DIGITS..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_after_the_letters() {
        let json = br#"["NCT01234567","function 12 of 87654321","nct","12345678","Nct: 1"]"#;
        let found: Vec<&[u8]> = nct_digits(json).collect();
        assert_eq!(found, [b"01234567", b"87654321"]);
    }
}
