"""Draws the plot. Arguments: RESULTS OUTPUT. Runs with the Python environment that has matplotlib."""

import json
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402  (after the choice of the backend)

matplotlib.rcParams["svg.hashsalt"] = "ftplab"  # makes the file reproducible
SHOWN = 3.0
MARKS = "os^DvP*X"

with open(sys.argv[1], encoding="utf-8") as file:
    rows = [row for row in json.load(file).values() if "ftplab" in row["results"] and len(row["results"]) > 1]
names = list(dict.fromkeys(name for row in rows for name in row["results"] if name != "ftplab"))
figure, axes = plt.subplots(figsize=(9, 0.34 * len(rows) + 1.4))
for i, name in enumerate(names):
    points = [
        (min(row["results"][name]["seconds"] / row["results"]["ftplab"]["seconds"], SHOWN), y)
        for y, row in enumerate(rows)
        if name in row["results"] and row["results"]["ftplab"]["seconds"]
    ]
    axes.scatter(*zip(*points), marker=MARKS[i % len(MARKS)], label=name, zorder=3)
axes.axvline(1, color="tab:red", label="ftplab")
axes.set_yticks(range(len(rows)), [row["title"] for row in rows], fontsize=8)
axes.invert_yaxis()
axes.set_xlim(0, SHOWN * 1.03)
axes.set_xlabel(f"time relative to FtpLab; right of the line is slower than FtpLab ({SHOWN:g}: {SHOWN:g} or more)")
axes.grid(axis="x", alpha=0.3)
axes.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.3, -0.9 / len(rows) - 0.03), ncols=5)
figure.savefig(sys.argv[2], bbox_inches="tight", metadata={"Date": None})
