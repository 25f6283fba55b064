// Records somebody's voice with the browser's own means and puts it into the form as if it
// had been chosen as a file. The microphone is asked for when Record is pressed, never before, and let go at
// Stop. Nothing leaves the page until the form is sent.

const longest = 5 * 60; // seconds
const kinds = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];
const kind = globalThis.MediaRecorder && navigator.mediaDevices && kinds.find((k) => MediaRecorder.isTypeSupported(k));

class Recorder {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("[data-recorder]");
    this.file = form.querySelector("input[type=file]");
    this.time = this.box.querySelector("[data-time]");
    this.state = this.box.querySelector("[data-said]");
    for (const name of ["record", "stop", "play", "discard"]) {
      this[name + "Button"] = this.box.querySelector(`[data-${name}]`);
      this[name + "Button"].addEventListener("click", () => this[name]());
    }
    this.file.addEventListener("change", () => this.show("idle"));
    form.addEventListener("kept", () => (this.unsent = false));
    addEventListener("pagehide", () => this.letGo());
    addEventListener("beforeunload", (event) => this.unsent && event.preventDefault());
    this.box.hidden = false;
    this.show("idle");
  }

  async record() {
    if (this.stream) return;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.say("none");
      return;
    }
    const parts = [];
    this.recorder = new MediaRecorder(this.stream, { mimeType: kind, audioBitsPerSecond: 48_000 });
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.recorder.addEventListener("stop", () => this.stopped(new Blob(parts, { type: kind })));
    this.recorder.start(1000);
    this.unsent = true;
    this.began = performance.now();
    this.tick();
    this.ticking = setInterval(() => this.tick(), 250);
    this.show("recording");
    this.stopButton.focus();
  }

  tick() {
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    this.time.textContent = this.box.dataset.time.replace("{time}", `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    if (seconds >= longest) this.stop();
  }

  stop() {
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.letGo();
  }

  letGo() {
    clearInterval(this.ticking);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  // stopped puts what was recorded into the form.
  stopped(blob) {
    this.letGo();
    this.blob = blob;
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], "recording", { type: blob.type.split(";")[0] }));
    this.file.files = chosen.files;
    this.show("recorded");
    this.playButton.focus();
  }

  // play lets it be heard before it is kept. The sound is opened in memory: the page's
  // rules let nothing be played but what this server sends.
  async play() {
    if (this.playing) {
      this.playing.stop();
      return;
    }
    this.sound ??= new AudioContext();
    const source = this.sound.createBufferSource();
    this.playing = source;
    source.buffer = await this.sound.decodeAudioData(await this.blob.arrayBuffer());
    source.connect(this.sound.destination);
    source.addEventListener("ended", () => {
      this.playing = null;
      this.playButton.textContent = this.box.dataset.play;
    });
    source.start();
    this.playButton.textContent = this.box.dataset.quiet;
  }

  discard() {
    this.playing?.stop();
    this.file.value = "";
    this.blob = null;
    this.unsent = false;
    this.time.textContent = "";
    this.show("idle");
    this.recordButton.focus();
  }

  show(state) {
    if (state === "idle" && this.blob && this.file.files.length === 1 && this.file.files[0].name !== "recording") {
      this.blob = null;
      this.unsent = false;
    }
    this.recordButton.hidden = state !== "idle";
    this.stopButton.hidden = state !== "recording";
    this.playButton.hidden = this.discardButton.hidden = state !== "recorded";
    this.time.hidden = state === "idle";
    this.say(state);
  }

  say(state) {
    this.state.textContent = this.box.dataset[state] ?? "";
  }
}

if (kind) for (const form of document.querySelectorAll("form[data-records]")) new Recorder(form);
