/* How the panel looks: small, out of the way, as light or dark as the page, never printed. */

export const style = new CSSStyleSheet();
style.replaceSync(`
  :host {
    all: initial;
    color-scheme: inherit;
    --back: light-dark(#fff, #22252b);
    --text: light-dark(#1d2129, #e9ebef);
    --soft: light-dark(#565f6c, #a9b1bd);
    --line: light-dark(#d3d8e0, #434955);
    --code: light-dark(#f3f5f8, #17191e);
    --bad: light-dark(#b3261e, #ff9c93);
    --warn: light-dark(#8a5300, #f5c26b);
    --good: light-dark(#1a7f37, #57c878);
  }
  @media print { :host { display: none !important } }
  [hidden] { display: none !important }
  button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer }
  button:focus-visible { outline: 2px solid; outline-offset: 2px; border-radius: .3rem }

  .panel {
    position: fixed; inset: auto .75rem .75rem; z-index: 2147483647; pointer-events: none;
    display: flex; flex-direction: column; align-items: flex-end; gap: .5rem;
    font: 13px/1.45 system-ui, sans-serif; color: var(--text);
  }
  .badge, .jump, .overlay {
    pointer-events: auto; background: var(--back);
    border: 1px solid var(--line); border-radius: .6rem; box-shadow: 0 2px 12px #0003;
  }
  .badge { display: flex; gap: .75rem; padding: .2rem .6rem }
  .jump { padding: .3rem .7rem }
  .state::before {
    content: ""; display: inline-block; width: .55em; height: .55em; border-radius: 50%;
    margin-right: .45em; background: var(--good);
  }
  [data-state=rebuilding]::before { background: var(--warn) }
  :is([data-state=disconnected], [data-state=stopped])::before {
    background: none; box-shadow: inset 0 0 0 2px var(--bad);
  }
  .words, .where, .rest { color: var(--soft) }
  .count { text-decoration: underline dotted; text-underline-offset: .2em }
  .error .severity, .count.error { color: var(--bad) }
  .warning .severity, .count.warning { color: var(--warn) }

  .overlay {
    box-sizing: border-box; width: min(56rem, 100%); max-height: 45vh; overflow: auto;
    padding: .6rem .9rem; border-top: 3px solid var(--bad);
  }
  .overlay.mild { border-top-color: var(--warn) }
  .top { display: flex; justify-content: space-between; gap: 1rem; font-weight: 600 }
  [role=list] { margin-top: .4rem }
  [role=listitem] { padding: .45rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere }
  .severity, .where { display: inline }
  .severity { font-weight: 600 }
  .where, .excerpt { font: 12px/1.5 ui-monospace, monospace }
  .excerpt {
    margin-top: .25rem; padding: .3rem .5rem; overflow-x: auto; white-space: pre;
    background: var(--code); border-radius: .35rem;
  }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
`);
