// The editor of YASGUI in the place of the plain text, and the results below it.
(() => {
  "use strict";
  const form = document.getElementById("query-form");
  const results = document.getElementById("results");
  const plain = document.getElementById("query");
  const { Yasqe, Yasr } = window;
  if (!form || !Yasqe || !Yasr) return;

  const endpoint = new URL(form.dataset.endpoint, location.href).href;
  const prefixes = JSON.parse(form.dataset.prefixes);

  // Completions come from this page alone; others would be asked of other hosts.
  Object.assign(Yasqe.Autocompleters.prefixes, {
    get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
    persistenceId: null,
  });
  Yasqe.defaults.autocompleters = ["prefixes", "variables"];

  const box = document.createElement("div");
  form.before(box); // within the form its buttons would submit
  const editor = new Yasqe(box, {
    value: plain.value,
    persistenceId: null,
    requestConfig: { endpoint, method: "POST" },
    consumeShareLink: (yasqe) => {
      const shared = new URLSearchParams(location.hash.slice(1)).get("query");
      if (shared) yasqe.setValue(shared);
    },
    createShareableLink: (yasqe) => {
      const address = new URL(location.pathname, location.href);
      address.hash = new URLSearchParams({ query: yasqe.getValue() });
      return address.href;
    },
    editorHeight: "24rem",
  });
  editor.getInputField().setAttribute("aria-label", "Query");
  plain.hidden = true;
  plain.required = false;
  document.querySelector("label[for=query]").hidden = true;

  const table = new Yasr(results, { persistenceId: null, prefixes });
  // What screen readers and the keyboard need and YASGUI has not.
  box.querySelector(".CodeMirror-scroll").tabIndex = 0;
  table.on("drawn", () => {
    results.querySelector(".tableSizer")?.setAttribute("aria-label", "Rows on a page");
    const corner = results.querySelector("thead th .dt-column-title");
    if (corner && !corner.textContent) corner.textContent = "#";
  });
  // An IRI of the store leads to its page here, wherever it is defined; rows come and go, links are
  // turned when one comes near.
  const things = JSON.parse(form.dataset.things);
  const lead = (event) => {
    const link = event.target.closest("a.iri");
    const iri = link?.getAttribute("href") ?? "";
    if (things.some((beginning) => iri.startsWith(beginning))) {
      link.href = `${form.dataset.about}?${new URLSearchParams({ iri })}`;
    }
  };
  for (const near of ["pointerover", "focusin"]) results.addEventListener(near, lead);
  editor.on("query", () => { results.hidden = false; results.ariaBusy = "true"; });
  editor.on("queryResponse", (_, response, duration) => {
    results.ariaBusy = "false";
    table.setResponse(response, duration);
  });

  // The form gives a file of what is in the editor; a long query does not fit into an address.
  form.addEventListener("submit", () => {
    plain.value = editor.getValue();
    form.method = plain.value.length > 4000 ? "post" : "get";
  });
})();
