//! The parts of literals in N-Triples text.

use std::borrow::Cow;
use std::str::Chars;

use crate::lexical::is_white;

/// Whether a term is a literal of xsd:string.
pub fn is_string(term: &str) -> bool {
    term.starts_with('"') && term.ends_with('"')
}

/// Whether a term is a blank node.
pub fn is_blank(term: &str) -> bool {
    term.starts_with('_')
}

/// Whether a term is a literal with a language tag.
pub fn has_language(term: &str) -> bool {
    term.starts_with('"') && !term.ends_with(['"', '>'])
}

/// The term with its language tag in lower case: tags that differ only in case are equal.
pub fn folded(term: &str) -> Cow<'_, str> {
    match term.rfind('@') {
        Some(at) if has_language(term) => {
            Cow::Owned(format!("{}{}", &term[..at], term[at..].to_lowercase()))
        }
        _ => Cow::Borrowed(term),
    }
}

/// The text of an IRI or a literal; None for a blank node and for what can't be unescaped.
pub fn text_of(term: &str) -> Option<Cow<'_, str>> {
    let text = raw_text(term)?;
    if term.starts_with('"') && text.contains('\\') {
        unescaped(text).map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(text))
    }
}

/// The text of an IRI, or of a literal as it is escaped.
fn raw_text(term: &str) -> Option<&str> {
    if let Some(rest) = term.strip_prefix('<') {
        return rest.strip_suffix('>');
    }
    let end = term.rfind('"').filter(|end| *end > 0)?;
    term.strip_prefix('"')?.get(..end - 1)
}

/// The lexical form and the datatype of a typed literal.
pub fn typed(term: &str) -> Option<(&str, &str)> {
    let (text, datatype) = term
        .strip_prefix('"')?
        .strip_suffix('>')?
        .rsplit_once('<')?;
    Some((text.strip_suffix("\"^^")?, datatype))
}

/// Whether a text has a character that is not white space; None if it can't be unescaped.
pub fn not_blank(term: &str) -> Option<bool> {
    let text = raw_text(term)?;
    if term.starts_with('<') {
        return Some(text.chars().any(|character| !is_white(character)));
    }
    let mut rest = text.chars();
    while let Some(character) = next(&mut rest) {
        if !is_white(character?) {
            return Some(true);
        }
    }
    Some(false)
}

fn unescaped(text: &str) -> Option<String> {
    let mut found = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = next(&mut rest) {
        found.push(character?);
    }
    Some(found)
}

/// The next character of an escaped text; within it, None if it can't be unescaped.
fn next(rest: &mut Chars<'_>) -> Option<Option<char>> {
    match rest.next()? {
        '\\' => Some(after_backslash(rest)),
        character => Some(Some(character)),
    }
}

fn after_backslash(rest: &mut Chars<'_>) -> Option<char> {
    Some(match rest.next()? {
        '\\' => '\\',
        '"' => '"',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => escaped(rest, 4)?,
        'U' => escaped(rest, 8)?,
        _ => return None,
    })
}

fn escaped(rest: &mut Chars<'_>, digits: usize) -> Option<char> {
    let mut code = 0;
    for _ in 0..digits {
        code = code * 16 + rest.next()?.to_digit(16)?;
    }
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_unescaped() {
        assert_eq!(text_of(r#""a\n\"b\"\\""#).unwrap(), "a\n\"b\"\\");
        assert_eq!(text_of(r#""\u00e4"@de"#).unwrap(), "ä");
        assert_eq!(text_of("<http://x/>").unwrap(), "http://x/");
        assert_eq!(text_of("_:b"), None);
        assert_eq!(text_of(r#""\x""#), None);
        assert_eq!(text_of("\"\"").unwrap(), "");
    }

    #[test]
    fn blank_texts() {
        for term in [
            "\"\"",
            "\" \\n\\t\"",
            "\"\u{1c}\u{3000}\"@en",
            "\"\\u00a0\"",
        ] {
            assert_eq!(not_blank(term), Some(false), "{term}");
        }
        for term in ["\"\u{200b}\"", "\" \\\\\"", "<a>", "\"\u{0}\""] {
            assert_eq!(not_blank(term), Some(true), "{term}");
        }
        assert_eq!(not_blank("\"\\x\""), None);
    }

    #[test]
    fn language_tags_are_folded() {
        assert_eq!(folded("\"A\"@en-GB"), "\"A\"@en-gb");
        assert_eq!(folded("\"A@B\""), "\"A@B\"");
        assert_eq!(folded("<http://A@B>"), "<http://A@B>");
    }
}
