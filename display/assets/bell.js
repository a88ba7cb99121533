// What makes itself heard: bells out of the air, and a voice of the machine's own.

/** bell strikes one bell of a pitch at a time of the audio's clock. */
export function bell(audio, pitch, at, loud = 1) {
  for (const [partial, part, long] of [[1, 0.32, 1.4], [2.01, 0.1, 0.8], [3.03, 0.04, 0.4]]) {
    const tone = audio.createOscillator(), gain = audio.createGain();
    tone.frequency.value = pitch * partial;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(part * loud, at + 0.008);
    gain.gain.exponentialRampToValueAtTime(0.0005, at + long);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + long);
  }
}

/** voiceOf finds a voice that speaks a language without the network. */
export function voiceOf(lang) {
  const base = lang.split("-")[0];
  const own = (globalThis.speechSynthesis?.getVoices() ?? []).filter((v) => v.localService && v.lang.replace("_", "-").split("-")[0] === base);
  return own.find((v) => v.lang.replace("_", "-") === lang) ?? own[0];
}
