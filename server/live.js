// Reloads the page when the site has been built anew; shows the mistakes when it could not be.
let seen;
async function look() {
  try {
    const { build, problems } = await (await fetch("/_live", { cache: "no-store" })).json();
    if (seen !== undefined && build !== seen) location.reload();
    seen = build;
    show(problems);
  } catch { /* the server has ended; it may come back */ }
  setTimeout(look, document.hidden ? 2000 : 250);
}
function show(problems) {
  let box = document.getElementById("build-problems");
  if (!problems) return box?.remove();
  if (!box) {
    box = document.body.appendChild(document.createElement("pre"));
    box.id = "build-problems";
    box.setAttribute("role", "alert");
    Object.assign(box.style, {
      position: "fixed", inset: "auto 0 0 0", zIndex: 99, margin: 0, padding: "1.25rem 1.5rem", maxHeight: "60vh",
      overflow: "auto", whiteSpace: "pre-wrap", background: "#7a2413", color: "#fff", font: "14px/1.5 monospace",
    });
  }
  if (box.textContent !== problems) box.textContent = problems;
}
look();
