"""What scikit-learn says of random answers: odd class counts, classes that are never the truth, never answered, or neither.
`python test/python/scores_facts.py > test/fixtures/trainer/scores.json`. Needs numpy and scikit-learn (made with 1.9)."""

import json

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

rng = np.random.default_rng(17)

# classes, rows, share of right answers, classes that are never the truth, classes that are never answered
CASES = [
    (2, 41, 0.7, [], []),
    (2, 9, 0.0, [1], []),
    (2, 13, 1.0, [], []),
    (3, 57, 0.6, [], [1]),
    (3, 10, 0.0, [0], [1, 2]),
    (5, 101, 0.8, [2], []),
    (5, 33, 0.3, [], [0, 4]),
    (7, 212, 0.9, [3], [3]),
    (11, 64, 0.5, [0, 10], [10, 4]),
    (13, 1, 1.0, [], []),
    (37, 900, 0.65, [5, 6], [6, 30]),
]


def scores(truth, answers, **options):
    names = ["precision", "recall", "f1", "support"]
    values = precision_recall_fscore_support(truth, answers, zero_division=0, **options)
    return {name: np.asarray(value).tolist() for name, value in zip(names, values) if value is not None}


def case(classes, rows, right, no_truth, no_answer):
    allowed = [k for k in range(classes) if k not in no_truth]
    answerable = [k for k in range(classes) if k not in no_answer]
    # Some classes are common and some are rare.
    weights = rng.random(len(allowed)) ** 3
    truth = rng.choice(allowed, rows, p=weights / weights.sum())
    guesses = rng.choice(answerable, rows)
    answers = np.where((rng.random(rows) < right) & np.isin(truth, answerable), truth, guesses)
    every = list(range(classes))
    return {
        "classes": classes,
        "truth": truth.tolist(),
        "answers": answers.tolist(),
        "accuracy": accuracy_score(truth, answers),
        "confusion": confusion_matrix(truth, answers, labels=every).tolist(),
        "perClass": scores(truth, answers, labels=every),
        # As classification_report has them: over the classes that occur.
        **{average: scores(truth, answers, average=average) for average in ["macro", "micro", "weighted"]},
    }


print(json.dumps([case(*one) for one in CASES], separators=(",", ":")))
