"""jupyter_kernel_test, the tests that Jupyter offers to makers of kernels, run on our kernel."""

import os
import subprocess
import unittest
from pathlib import Path

from support import TempFolder, built_library, environment_python, jjava_jar, real_jdk

from ftplab_kernel import spec

PACKAGE = "jupyter_kernel_test==0.7.0"

# Two tests are skipped: test_pager, as the protocol has deprecated it and JJava has none, and test_clear_output, as
# JJava has no call that clears a cell's output.
CONFORMANCE = '''
import unittest
import jupyter_kernel_test

class ConformanceTest(jupyter_kernel_test.KernelTests):
    kernel_name = "ftplab"
    language_name = "Java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [
        {"text": "FtpServer.build", "matches": {"builder()"}},
        {"text": "nothing.like.this"},
    ]
    complete_code_samples = ["1", "int x = 1;", "for (;;) break;", 'var t = """\\n a""";']
    incomplete_code_samples = ["for (;;) {", "f(", 'var t = """', "/* a"]
    code_generate_error = "1 / 0"
    code_execute_result = [
        {"code": "1 + 1", "result": "2"},
        {"code": '"a".repeat(3)', "result": "aaa"},
        {"code": "Permission.LIST", "result": "LIST"},
    ]
    code_display_data = [{"code": 'display("a");', "mime": "text/plain"}]
    code_history_pattern = "1 + 1"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "FtpServer.builder"

if __name__ == "__main__":
    unittest.main()
'''


class ConformanceTest(TempFolder):
    def test_jupyters_own_tests_pass(self) -> None:
        python = environment_python()
        packages = self.folder / "packages"
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*install, "--target", str(packages), PACKAGE], check=True, timeout=120)
        spec.install(self.folder / "kernels", real_jdk(), jjava_jar(), built_library())
        tests = Path(self.folder, "conformance.py")
        tests.write_text(CONFORMANCE, encoding="utf-8")
        done = subprocess.run(
            [str(python), str(tests)],
            env={**os.environ, "JUPYTER_PATH": str(self.folder), "PYTHONPATH": str(packages)},
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertRegex(done.stderr, r"Ran 1\d tests")
        self.assertRegex(done.stderr, r"OK \(skipped=2\)")


if __name__ == "__main__":
    unittest.main()
