#!/usr/bin/env python3
"""Composes the hold music: ten seconds, mono, made for a telephone line. Needs Python 3 only.

    python3 docs/hold-music/compose.py hold.wav

The same program gives the same samples every time: there is no chance in it.
"""
import math
import struct
import sys
import wave

RATE = 16_000  # Twice what a telephone carries; nothing here sounds above 3.4 kHz.
SECONDS = 10
BAR = SECONDS / 4  # Four bars, 96 beats a minute.
EIGHTH = BAR / 8
PEAK = 10 ** (-6 / 20)  # -6 dBFS leaves room for the line's own coding.

# MIDI notes. E4 (330 Hz) is the lowest: a telephone line drops what is below 300 Hz.
CHORDS = [
    [66, 69, 73, 76],  # D major seventh without its root: F#4 A4 C#5 E5
    [66, 69, 71, 74],  # B minor seventh: F#4 A4 B4 D5
    [67, 71, 74, 78],  # G major seventh: G4 B4 D5 F#5
    [64, 69, 71, 76],  # A suspended, which leads back to the first bar: E4 A4 B4 E5
]
ARPEGGIO = [0, 1, 2, 3, 2, 1, 2, 1]  # Which note of the chord on each eighth.
LAST_ARPEGGIO = [0, 1, 2, 3, 2]  # The last bar stops early and rings out.
MELODY = [  # (bar, eighth, note, loudness): sparse, so that it wears well.
    (0, 0, 81, 0.50), (0, 5, 78, 0.38),
    (1, 0, 78, 0.46), (1, 4, 76, 0.36),
    (2, 0, 83, 0.48), (2, 3, 81, 0.40), (2, 6, 78, 0.36),
    (3, 0, 76, 0.44),
]

samples = [0.0] * (RATE * SECONDS)


def frequency(note):
    return 440.0 * 2 ** ((note - 69) / 12)


def pluck(start, note, loudness, decay):
    """A soft bell: it swells for 40 ms, so that no codec hears a click, and dies away by itself."""
    f = frequency(note)
    first = int(start * RATE)
    for i in range(min(len(samples) - first, int(decay * 5 * RATE))):
        t = i / RATE
        swell = 0.5 - 0.5 * math.cos(math.pi * min(1.0, t / 0.04))
        tone = (math.sin(math.tau * f * t)
                + 0.22 * math.exp(-t / (decay / 2)) * math.sin(math.tau * 2 * f * t)
                + 0.06 * math.exp(-t / (decay / 3)) * math.sin(math.tau * 3 * f * t))
        samples[first + i] += loudness * swell * math.exp(-t / decay) * tone


def pad(start, notes, loudness):
    """A quiet chord under the bells: it grows and fades over a bar and overlaps its neighbours."""
    length = BAR + 0.8
    first = int(start * RATE)
    for note in notes:
        f = frequency(note)
        for i in range(max(0, -first), min(len(samples) - first, int(length * RATE))):
            t = i / RATE
            swell = math.sin(math.pi * t / length) ** 2
            # Two tones 0.8 Hz apart beat slowly, like two players.
            samples[first + i] += loudness * swell * (math.sin(math.tau * f * t) + math.sin(math.tau * (f + 0.8) * t))


for bar, chord in enumerate(CHORDS):
    pad(bar * BAR - 0.4, chord, 0.05)
    for eighth, which in enumerate(LAST_ARPEGGIO if bar == 3 else ARPEGGIO):
        pluck(bar * BAR + eighth * EIGHTH, chord[which], 0.34 if eighth % 4 == 0 else 0.26, 0.7)
for bar, eighth, note, loudness in MELODY:
    pluck(bar * BAR + eighth * EIGHTH, note, loudness, 1.0)

# A single echo gives some room.
delay = int(1.5 * EIGHTH * RATE)
for i in range(len(samples) - 1, delay - 1, -1):
    samples[i] += 0.22 * samples[i - delay]

# Both ends are silent, so that the loop has no seam and a voice may come before and after.
rise, fall = int(0.12 * RATE), int(1.6 * RATE)
for i in range(rise):
    samples[i] *= 0.5 - 0.5 * math.cos(math.pi * i / rise)
for i in range(fall):
    samples[-1 - i] *= 0.5 - 0.5 * math.cos(math.pi * i / fall)

loudest = max(abs(sample) for sample in samples)
with wave.open(sys.argv[1] if len(sys.argv) > 1 else "hold.wav", "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    file.writeframes(b"".join(struct.pack("<h", round(32767 * PEAK * sample / loudest)) for sample in samples))
