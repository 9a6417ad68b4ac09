// Puts bpmn-js in the place of the drawing of a procedure as soon as it is seen. Without it the drawing stays.
(() => {
  "use strict";
  const SMALLEST = 0.3, LARGEST = 3, READABLE = 0.85, STEP = 1.25, MOVE = 60, MARGIN = 12, FOOT = 40;
  const COLOURS = { back: "--xz-red", taken: "--xz-pine", now: "--xz-brand", done: "--xz-pine", soft: "--xz-ink-3" };
  const within = (value, least, most) => Math.max(least, Math.min(most, value));
  const made = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });

  let library;
  const load = (root) => {
    library ??= new Promise((done, failed) => {
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: root.dataset.style });
      const script = Object.assign(document.createElement("script"), { src: root.dataset.viewer });
      script.onload = () => done(window.BpmnJS);
      script.onerror = failed;
      style.onload = () => document.head.append(script);
      style.onerror = failed;
      document.head.append(style);
    });
    return library;
  };

  const options = (root, container) => {
    const style = getComputedStyle(root);
    const ink = (name) => style.getPropertyValue(name).trim();
    const font = { fontFamily: style.fontFamily, fontWeight: "normal" };
    return {
      container,
      bpmnRenderer: { defaultStrokeColor: ink("--xz-ink-2"), defaultLabelColor: ink("--xz-ink") },
      textRenderer: { defaultStyle: { ...font, fontSize: 13 }, externalStyle: { ...font, fontSize: 12 } },
      zoomScroll: { enabled: false },
    };
  };

  // Colours go in before drawing, so that the heads of arrows have them too.
  const colour = (root, marks) => (event) => {
    const style = getComputedStyle(root);
    const paint = (id, names) => {
      const name = names.findLast((each) => COLOURS[each]);
      const drawn = event.elementsById[id];
      if (name && drawn) drawn.set("color:border-color", style.getPropertyValue(COLOURS[name]).trim());
    };
    for (const [id, mark] of Object.entries(marks.nodes)) paint(`${id}_shape`, mark.is);
    for (const [id, names] of Object.entries(marks.flows)) paint(`${id}_edge`, names);
  };

  const mark = (viewer, marks) => {
    const canvas = viewer.get("canvas"), overlays = viewer.get("overlays");
    for (const [id, said] of Object.entries(marks.nodes)) {
      for (const name of said.is) canvas.addMarker(id, `is-${name}`);
      if (said.articles) overlays.add(id, { position: { top: -18, left: 0 }, html: made("div", "xz-bpmn-art", said.articles) });
      if (said.word) overlays.add(id, { position: { bottom: -2, left: 0 }, html: made("div", "xz-bpmn-word", said.word) });
    }
    for (const [id, names] of Object.entries(marks.flows)) for (const name of names) canvas.addMarker(id, `is-${name}`);
    for (const lane of viewer.get("elementRegistry").filter((each) => each.type === "bpmn:Lane")) {
      overlays.add(lane, { position: { top: 4, left: 8 }, html: made("div", "xz-bpmn-lane", lane.businessObject.name) });
    }
  };

  // What may be done to the picture, by button and by key.
  const moves = (viewer, marks) => {
    const canvas = viewer.get("canvas");
    const zoom = (scale) => canvas.zoom(within(scale, SMALLEST, LARGEST));
    const now = Object.keys(marks.nodes).filter((id) => marks.nodes[id].word);
    const toNow = () => now.length && canvas.scrollToElement(now[0], MARGIN * 4);
    const begin = (scale) => {
      const { inner, outer } = canvas.viewbox();
      canvas.viewbox({ x: inner.x - MARGIN, y: inner.y - MARGIN, width: outer.width / scale, height: outer.height / scale });
    };
    return {
      in: () => zoom(canvas.zoom() * STEP),
      out: () => zoom(canvas.zoom() / STEP),
      fit: () => canvas.zoom("fit-viewport"),
      plain: () => { begin(1); toNow(); },
      now: toNow,
      begin,
      left: () => canvas.scroll({ dx: MOVE, dy: 0 }),
      right: () => canvas.scroll({ dx: -MOVE, dy: 0 }),
      up: () => canvas.scroll({ dx: 0, dy: MOVE }),
      down: () => canvas.scroll({ dx: 0, dy: -MOVE }),
    };
  };
  const KEYS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", "+": "in", "=": "in", "-": "out", 0: "fit" };

  const listen = (root, box, viewer, moves) => {
    root.querySelector(".xz-bpmn-bar").addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) moves[button.dataset.do]();
    });
    box.addEventListener("keydown", (event) => {
      if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      moves[KEYS[event.key]]();
      event.preventDefault();
    });
    let last = null;
    box.addEventListener("pointerdown", (event) => { last = event.pointerType === "touch" ? event : null; });
    box.addEventListener("pointermove", (event) => {
      if (!last) return;
      viewer.get("canvas").scroll({ dx: event.clientX - last.clientX, dy: event.clientY - last.clientY });
      last = event;
    });
    for (const over of ["pointerup", "pointercancel"]) addEventListener(over, () => { last = null; });
    const told = root.querySelector(".xz-bpmn-told");
    viewer.get("eventBus").on("element.click", ({ element }) => {
      const { name, documentation } = element.businessObject;
      if (name) told.textContent = [name, ...(documentation ?? []).map((each) => each.text)].join("。");
    });
  };

  // As large as it can be read, as high as the picture and no higher than the window allows.
  const fit = (box, viewer, moves) => {
    const { inner } = viewer.get("canvas").viewbox();
    const scale = within(box.clientWidth / (inner.width + 2 * MARGIN), READABLE, 1);
    box.style.maxWidth = `${Math.ceil((inner.width + 2 * MARGIN) * scale) + 2}px`;
    box.style.height = `${Math.ceil(Math.min((inner.height + MARGIN) * scale + FOOT, innerHeight * 0.7))}px`;
    viewer.get("canvas").resized();
    moves.begin(scale);
    moves.now();
  };

  const show = async (root) => {
    const live = root.querySelector(".xz-bpmn-live"), box = live.querySelector(".xz-bpmn-canvas");
    const marks = JSON.parse(root.dataset.marks);
    const [Viewer, answer] = await Promise.all([load(root), fetch(root.dataset.bpmn)]);
    if (!answer.ok) return;
    live.hidden = false;
    root.classList.add("is-live");
    try {
      const viewer = new Viewer(options(root, box));
      viewer.on("import.parse.complete", (event) => { if (!event.error) colour(root, marks)(event); });
      const { warnings } = await viewer.importXML(await answer.text());
      root.dataset.warnings = warnings.length;
      mark(viewer, marks);
      const may = moves(viewer, marks);
      listen(root, box, viewer, may);
      fit(box, viewer, may);
    } catch (fault) {
      live.hidden = true;
      root.classList.remove("is-live");
      throw fault;
    }
  };

  const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    seen.unobserve(target);
    show(target);
  }), { rootMargin: "200px" });
  document.querySelectorAll(".xz-bpmn").forEach((root) => seen.observe(root));
})();
