//! A panic becomes an error, and prints nothing.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

/// What `work` returns; for a panic in it, what it said.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| message(&*panic))
}

/// Keeps panics from being printed: the error says it all.
pub fn silence() {
    set_hook(Box::new(|_| {}));
}

fn message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "no reason is known".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        assert_eq!(caught(|| 1), Ok(1));
        let spans: Vec<u32> = Vec::new();
        let said = caught(|| spans[spans.len()]).unwrap_err();
        assert!(said.contains("index out of bounds"), "{said}");
        assert_eq!(caught(|| -> u32 { panic!("why") }), Err("why".to_owned()));
    }
}
