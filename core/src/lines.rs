//! N-Triples and N-Quads: one triple a line. <https://www.w3.org/TR/n-quads/>

use crate::graph::Graph;

/// The bytes of the lines of a graph.
pub fn size(graph: &Graph, end: &str) -> usize {
    let mut size = 0;
    graph.each_triple(|subject, predicate, object| {
        size += subject.len() + predicate.len() + object.len() + end.len() + 2;
    });
    size
}

/// Writes the lines of a graph into a buffer of just their size, with `end` after each object.
pub fn write(graph: &Graph, end: &str, buffer: &mut [u8]) {
    let mut at = 0;
    let mut put = |piece: &[u8]| {
        buffer[at..at + piece.len()].copy_from_slice(piece);
        at += piece.len();
    };
    graph.each_triple(|subject, predicate, object| {
        put(subject.as_bytes());
        put(b" ");
        put(predicate.as_bytes());
        put(b" ");
        put(object.as_bytes());
        put(end.as_bytes());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::graph_of;

    #[test]
    fn each_line_ends_with_the_end() {
        let graph = graph_of(&[("<a>", "<p>", "\"ä\""), ("<a>", "<o>", "<b>")]);
        let mut buffer = vec![0; size(&graph, " <g> .\n")];
        write(&graph, " <g> .\n", &mut buffer);
        assert_eq!(
            String::from_utf8(buffer).unwrap(),
            "<a> <o> <b> <g> .\n<a> <p> \"ä\" <g> .\n"
        );
    }
}
