// What the allow-list keeps and djangocms-text's editor does not know by itself: words
// in another language, abbreviations, quotes, and the language of a link's page.
"use strict";
(() => {
  const registry = window.CMS_Editor && window.CMS_Editor.tiptap;
  if (!registry) return;
  const attribute = (name) => ({
    default: null,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (values) => (values[name] ? { [name]: values[name] } : {}),
  });
  const mark = (api, name, selector, attributes) =>
    api.Mark.create({
      name,
      addAttributes: () => Object.fromEntries(attributes.map((a) => [a, attribute(a)])),
      parseHTML: () => [{ tag: selector }],
      renderHTML: ({ HTMLAttributes }) => [selector.split("[")[0], HTMLAttributes, 0],
    });

  registry.register("foreign", (api) => mark(api, "foreign", "span[lang]", ["lang", "dir"]));
  registry.register("abbr", (api) => mark(api, "abbr", "abbr", ["title", "lang"]));
  for (const name of ["q", "cite", "small", "kbd", "ins", "u", "s", "sub", "sup", "code"]) {
    registry.register(name, (api) => mark(api, name, name, ["lang"]));
  }
  registry.register("languages", (api) =>
    api.Extension.create({
      name: "languages",
      addGlobalAttributes: () => [
        { types: ["link"], attributes: { hreflang: attribute("hreflang"), lang: attribute("lang") } },
        {
          types: ["paragraph", "heading", "listItem", "bulletList", "orderedList", "blockquote"],
          attributes: { lang: attribute("lang") },
        },
        { types: ["orderedList"], attributes: { type: attribute("type") } },
        { types: ["tableHeader"], attributes: { scope: attribute("scope") } },
      ],
    }));
})();
