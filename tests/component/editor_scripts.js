// The parts of the editor that need no page, for test_editor.py: it asks [NAME, ...ARGUMENTS] and reads the answers.
const [folder] = Deno.args;
globalThis.window = globalThis;
await import(`${folder}/bundle/editor.min.js`);
const { offersAt } = await import(`${folder}/offers.js`);
const { escaped } = await import(`${folder}/completing.js`);
const { formatted, sameplace } = await import(`${folder}/formatting.js`);
const { span } = await import(`${folder}/writing.js`);
const { seen } = await import(`${folder}/seeing.js`);

// Alone, the bundle gives CodeMirror's own state: its text has the lines that `span` reads.
const doc = (text) => window.lineageVizCodeMirror.EditorState.create({ doc: text }).doc;
const parts = { offersAt, escaped, formatted, sameplace, seen, span: (text, problem) => span(doc(text), problem) };
const asked = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(asked.map(([name, ...given]) => parts[name](...given))));
