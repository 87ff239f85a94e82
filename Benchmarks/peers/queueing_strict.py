#!/usr/bin/env python3
"""The price of the stricter choice: hours a month for 80 % in 20 s in every half-hour, and over the month.

    python3 Benchmarks/peers/queueing_strict.py

Builds the target Queueing with queueing_strict.swift beside this file in a temporary package, in release.
"""
import pathlib
import subprocess
import tempfile

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent

with tempfile.TemporaryDirectory() as folder:
    package = pathlib.Path(folder)
    (package / "Sources/Strict").mkdir(parents=True)
    (package / "Sources/Queueing").symlink_to(root / "Sources/Queueing")
    (package / "Sources/Strict/main.swift").write_text((here / "queueing_strict.swift").read_text())
    (package / "Package.swift").write_text(
        '// swift-tools-version: 6.0\nimport PackageDescription\nlet package = Package(name: "Strict", targets: ['
        '.target(name: "Queueing", exclude: ["Queueing.docc"]),'
        ' .executableTarget(name: "Strict", dependencies: ["Queueing"])])\n')
    subprocess.run(["swift", "build", "-c", "release", "--package-path", folder], check=True,
                   stdout=subprocess.DEVNULL)
    lines = subprocess.run([package / ".build/release/Strict"], check=True, capture_output=True, text=True).stdout
    print("| mean load, erlangs | every half-hour, hours | over the month, floor 60 %, hours | price | level of the strict choice |")
    print("| --- | --- | --- | --- | --- |")
    for line in lines.splitlines():
        load, strict, relaxed, strict_level, level = map(float, line.split())
        print(f"| {load:g} | {strict:.0f} | {relaxed:.0f} | {strict / relaxed - 1:+.1%} | {strict_level:.1%} |")
