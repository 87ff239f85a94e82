import Foundation

/// Incomplete Gamma functions divided by their own leading factor, the two numbers behind Erlang A, B and C.
///
/// With D(x, z) = z^x e^(−z) / Γ(x + 1) (for integer x the Poisson probability of x), they are
///
/// - `upper` G(x, z) = Q(x, z) / D(x, z) = x e^z z^(−x) Γ(x, z): states *below* x servers, per state x;
///   1 + G(n, a) = 1 / ErlangB(n, a);
/// - `lower` A(x, z) = P(x, z) / D(x, z) = 1F1(1; x + 1; z): states *at or above*, per state x.
///
/// Three regions, each stable to a few units in the last place: Temme's uniform expansion with the
/// Gautschi-Temme recurrence near z = x, an M-fraction below it and Legendre's continued fraction above.
/// Arguments carry `excess` = z − x beside z, because forming it from rounded z and x would lose the
/// digits that decide everything near saturation.
///
/// - SeeAlso: DLMF 8.9, 8.11, 8.12; A. Gil, J. Segura, N. Temme, "Efficient and accurate algorithms for
///   the computation and inversion of the incomplete gamma function ratios" (2012), section 2.
enum ScaledGamma {
  /// The smallest shape for which the uniform expansion holds to double precision.
  static let smallestUniformShape = 25.0
  /// Standard deviations from z = x inside which the uniform expansion is used.
  static let uniformWidth = 3.5

  /// A(x, z) and its two parts by what becomes of the arrival.
  struct Lower {
    /// A(x, z).
    var all: Double
    /// (x / z)(A − 1): the part that is served.
    var served: Double
    /// The rest: the part that gives up.
    var lost: Double
  }

  /// ½η² = δ − ln(1 + δ) for δ = excess / x, with full relative accuracy also for small δ.
  @inline(__always)
  static func halfSquare(_ delta: Double) -> Double {
    let ratio = delta / (2 + delta)
    let square = ratio * ratio
    if square < 1e-4 {
      let tail = 1.0 / 3 + square * (1.0 / 5 + square * (1.0 / 7 + square * (1.0 / 9)))
      return ratio * (delta - 2 * square * tail)
    }
    if square < 0.09 {
      var tail = 1.0 / 33
      var odd = 31.0
      while odd >= 3 {
        tail = 1 / odd + square * tail
        odd -= 2
      }
      return ratio * (delta - 2 * square * tail)
    }
    return delta - log1p(delta)
  }

  /// The same for δ = z / x − 1, which has lost the digits of a z far below x.
  @inline(__always)
  static func halfSquare(_ shape: Double, _ argument: Double, _ excess: Double) -> Double {
    let delta = excess / shape
    return delta < -0.5 ? max(delta, -1) - log(argument / shape) : halfSquare(delta)
  }

  /// Whether (x, z) lies where the uniform expansion is used.
  @inline(__always)
  static func isUniform(_ shape: Double, _ excess: Double) -> Bool {
    shape >= smallestUniformShape && excess * excess < uniformWidth * uniformWidth * shape
  }

  /// √(2πx) Γ*(x), so that 1 / D(x, z) is this times exp(½xη²).
  static func peak(_ shape: Double) -> Double {
    if shape < smallestUniformShape {
      return shape == 0 ? 1 : tgamma(shape + 1) * exp(shape - shape * log(shape))
    }
    let inverse = 1 / shape
    let square = inverse * inverse
    // ln Γ*(x) = 1/(12x) − 1/(360x³) + 1/(1260x⁵) − 1/(1680x⁷) + …
    let correction =
      inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680))))
    return (2 * Double.pi * shape).squareRoot() * exp(correction)
  }

  /// A or G by the uniform expansion; `sign` is −1 for A and +1 for G.
  @inline(__always)
  private static func uniform(_ shape: Double, _ excess: Double, sign: Double) -> Double {
    let delta = excess / shape
    let half = halfSquare(delta)
    let magnitude = (2 * half).squareRoot()
    let eta = delta < 0 ? -magnitude : magnitude
    let (series, stirling) = UniformExpansion.evaluate(shape, eta)
    let exponent = shape * half
    let argument = (exponent).squareRoot() * (delta < 0 ? -sign : sign)
    let main = (0.5 * Double.pi * shape).squareRoot() * stirling * exp(exponent) * erfc(argument)
    return main + sign * series
  }

  /// A(x, z) with its parts, for z ≤ x, or anywhere in the uniform region.
  ///
  /// `shape > 0`, `argument >= 0`.
  @inline(__always)
  static func lower(_ shape: Double, _ argument: Double, _ excess: Double) -> Lower {
    if isUniform(shape, excess) {
      let all = uniform(shape, excess, sign: -1)
      let served = shape * (all - 1) / argument
      return Lower(all: all, served: served, lost: (all * excess + shape) / argument)
    }
    return fraction(shape, argument, excess)
  }

  /// A(x, z) by 1F1(1; x+1; z) = x / (x − z + z/(x+1−z + 2z/(x+2−z + …))), all terms positive for z ≤ x.
  @inline(never)
  private static func fraction(_ shape: Double, _ argument: Double, _ excess: Double) -> Lower {
    let gap = -excess
    var terms: Double
    if shape < smallestUniformShape {
      terms = 16 + 1.3 * argument
    } else {
      terms = 8 + 400 * shape / (gap * gap)
    }
    terms = min(terms.rounded(.up), 64)
    var tail = 0.0
    var index = terms
    while index >= 2 {
      tail = index * argument / (gap + index + tail)
      index -= 1
    }
    let first = 1 / (gap + 1 + tail)
    let divisor = gap + argument * first
    return Lower(
      all: shape / divisor, served: shape * (gap + tail) * first / divisor,
      lost: shape * first / divisor)
  }

  /// A(x, z) by its power series, for small shapes and z a little above x; every term is positive.
  static func lowerBySeries(_ shape: Double, _ argument: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var denominator = shape
    while term > sum * 1e-17 {
      denominator += 1
      term *= argument / denominator
      sum += term
    }
    return sum
  }

  /// G(x, z) for z ≥ x in the uniform region, or z far enough above x for Legendre's fraction.
  @inline(__always)
  static func upper(_ shape: Double, _ argument: Double, _ excess: Double) -> Double {
    if isUniform(shape, excess) { return uniform(shape, excess, sign: 1) }
    if excess < 0 {
      let inverseDensity = peak(shape) * exp(shape * halfSquare(shape, argument, excess))
      return inverseDensity - fraction(shape, argument, excess).all
    }
    return legendre(shape, excess)
  }

  /// Legendre's fraction x / (z+1−x − 1(1−x)/(z+3−x − 2(2−x)/(z+5−x − …))).
  @inline(never)
  private static func legendre(_ shape: Double, _ excess: Double) -> Double {
    let terms =
      shape < smallestUniformShape ? 44 : min(9 + 360 * shape / (excess * excess), 60).rounded(.up)
    var tail = 0.0
    var index = terms
    while index >= 1 {
      tail = index * (shape - index) / (excess + 2 * index + 1 + tail)
      index -= 1
    }
    return shape / (excess + 1 + tail)
  }
}
