"""Checks ONNX files with the official checker: all of them, shape inference included. Prints the operators' domains."""

import sys

import onnx

domains = set()
for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    domains.update(node.domain for node in model.graph.node)
print(",".join(sorted(domains)))
