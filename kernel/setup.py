"""Packages the library's jar, which Maven builds in ../target, and the lessons in ../notebooks with the kernel."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
PACKAGE = "ftplab_kernel"
NAME = "ftplab-all.jar"


def library() -> Path:
    """The jar in ../target, or the one that a source distribution contains."""
    for jar in (HERE.parent / "target" / NAME, HERE / PACKAGE / NAME):
        if jar.is_file():
            return jar
    raise SystemExit(f"../target/{NAME} is missing: run mvn -DskipTests package first")


def lessons() -> list[Path]:
    """The notebooks in ../notebooks, or those that a source distribution contains."""
    for folder in (HERE.parent / "notebooks", HERE / PACKAGE / "lessons"):
        found = sorted(folder.glob("*.ipynb"))
        if found:
            return found
    raise SystemExit("../notebooks has no lessons")


def outside() -> dict[str, Path]:
    """What is outside this directory, by its path in the package."""
    return {NAME: library(), **{f"lessons/{lesson.name}": lesson for lesson in lessons()}}


class BuildWithAll(build_py):
    """Copies it into the wheel; an editable install uses what is outside."""

    def run(self) -> None:
        files = {} if self.editable_mode else outside()
        super().run()
        for name, file in files.items():
            target = Path(self.build_lib, PACKAGE, name)
            self.mkpath(str(target.parent))
            self.copy_file(str(file), str(target))


class SdistWithAll(sdist):
    """Copies it into the source distribution, which has nothing outside."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        for name, file in outside().items():
            target = Path(base_dir, PACKAGE, name)
            self.mkpath(str(target.parent))
            self.copy_file(str(file), str(target))


setup(cmdclass={"build_py": BuildWithAll, "sdist": SdistWithAll})
