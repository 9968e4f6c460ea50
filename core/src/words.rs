//! The words of a name in an IRI, of names in ASCII; the same as kg.text.plain_words and kg.rdf.iris.

/// The characters of a name that an IRI keeps; a longer one ends in a digest.
const LONGEST: usize = 80;

/// The words of a text for an IRI; None where Python has to make them: letters beyond ASCII, no
/// words, or too many for an IRI.
pub fn slug(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let mut slug = String::with_capacity(text.len());
    let mut is_between = false;
    for byte in text.bytes() {
        let word = match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z' => "",
            b'&' => "and",
            b'+' => "plus",
            b'%' => "percent",
            b'<' => "lt",
            b'>' => "gt",
            b'\'' | b'`' => continue,
            _ => {
                is_between = true;
                continue;
            }
        };
        if (is_between || !word.is_empty()) && !slug.is_empty() {
            slug.push('-');
        }
        match word {
            "" => slug.push(byte.to_ascii_lowercase().into()),
            _ => slug.push_str(word),
        }
        is_between = !word.is_empty();
    }
    (1..=LONGEST).contains(&slug.len()).then_some(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined() {
        for (text, words) in [
            ("Boston Medical Center", "boston-medical-center"),
            ("  St. Mary's (2nd site) ", "st-marys-2nd-site"),
            ("A&B+c", "a-and-b-plus-c"),
            ("<18%", "lt-18-percent"),
            ("&", "and"),
            ("a`b", "ab"),
        ] {
            assert_eq!(slug(text).as_deref(), Some(words));
        }
    }

    #[test]
    fn what_is_left_to_python() {
        for text in ["", " - ", "Zürich", &"x".repeat(81)] {
            assert_eq!(slug(text), None);
        }
        assert!(slug(&"x".repeat(80)).is_some());
    }
}
