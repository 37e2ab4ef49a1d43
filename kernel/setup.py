"""Packages the library's jar, which Maven builds in ../target, with the kernel."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
NAME = "ftplab-all.jar"


def library() -> str:
    """The jar in ../target, or the one that a source distribution contains."""
    for jar in (HERE.parent / "target" / NAME, HERE / "ftplab_kernel" / NAME):
        if jar.is_file():
            return str(jar)
    raise SystemExit(f"../target/{NAME} is missing: run mvn -DskipTests package first")


class BuildWithJar(build_py):
    """Copies the jar into the wheel; an editable install uses the one in ../target."""

    def run(self) -> None:
        jar = None if self.editable_mode else library()
        super().run()
        if jar:
            self.copy_file(jar, str(Path(self.build_lib, "ftplab_kernel", NAME)))


class SdistWithJar(sdist):
    """Copies the jar into the source distribution, which has no ../target."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        self.copy_file(library(), str(Path(base_dir, "ftplab_kernel", NAME)))


setup(cmdclass={"build_py": BuildWithJar, "sdist": SdistWithJar})
