"""The base rate, where error rates and alerts were counted: the exact sum, with 40 digits."""

from decimal import Decimal, localcontext
from math import comb

import numpy as np
from scipy.special import betainc, betaln


class ExactMixture:
    """The posterior of the prevalence as a mixture of Beta(s + 1, n - s + 1), s = 0 ... n.

    With j of the k positive and m of the n - k negative people infected, the likelihood is a sum
    over all j and m of products of powers of one rate each (the latent counts of Joseph, Gyorkos
    and Coupal 1995, Am. J. Epidemiol. 141, 263-272); all terms are positive, s = j + m. The weights
    are worked out with 40 digits.
    """

    def __init__(self, tpir, fpir, alert_rate):
        (kt, nt), (kf, nf), (k, n) = tpir, fpir, alert_rate
        weights = [Decimal(0)] * (n + 1)
        with localcontext(prec=40):
            factorial = [Decimal(1)]
            for i in range(1, n + max(nt, nf) + 2):
                factorial.append(factorial[-1] * i)

            def beta(a, b):
                return factorial[a] * factorial[b] / factorial[a + b + 1]

            negatives = [comb(n - k, m) for m in range(n - k + 1)]
            infected = [beta(s, n - s) for s in range(n + 1)]
            for j in range(k + 1):
                for m in range(n - k + 1):
                    found = beta(kt + j, nt - kt + m)
                    false = beta(kf + k - j, nf - kf + n - k - m)
                    weights[j + m] += comb(k, j) * negatives[m] * infected[j + m] * found * false
            total = sum(weights)
            self.log_integral = float(total.ln())
            self.weights = np.array([float(weight / total) for weight in weights])
        self.a, self.b = np.arange(n + 1) + 1.0, n - np.arange(n + 1) + 1.0

    def cdf(self, x):
        return betainc(self.a, self.b, np.asarray(x)[..., None]) @ self.weights

    def density(self, x):
        x = np.asarray(x)[..., None]
        logs = (self.a - 1) * np.log(x) + (self.b - 1) * np.log1p(-x) - betaln(self.a, self.b)
        return np.exp(logs) @ self.weights
