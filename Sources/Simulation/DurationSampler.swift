import Foundation
import RandomStreams

/// A duration distribution with everything computed that does not depend on the draw.
struct DurationSampler {
  private enum Shape { case exponential, lognormal, gamma, fixed, empirical }
  private let shape: Shape
  private let first: Double
  private let second: Double
  private let values: [Double]

  init(_ distribution: DurationDistribution) {
    switch distribution {
    case .exponential(let mean): (shape, first, second, values) = (.exponential, mean, 0, [])
    case .deterministic(let value): (shape, first, second, values) = (.fixed, value, 0, [])
    case .gamma(let mean, let cv):
      (shape, first, second, values) = (cv > 0 ? .gamma : .fixed, mean, cv, [])
    case .lognormal(let mean, let cv):
      let variance = log1p(cv * cv)
      let scale = mean * exp(-variance / 2)
      (shape, first, second, values) = (.lognormal, scale, variance.squareRoot(), [])
    case .empirical(let values):
      (shape, first, second, self.values) = (.empirical, 0, 0, values)
    }
  }

  /// The mean when the shape is exponential, so that a batch can be drawn in one loop.
  var exponentialMean: Double? { shape == .exponential ? first : nil }

  /// Whether a word alone gives a duration by arithmetic, so that ``lanes(_:)`` can draw four at once.
  var hasLanes: Bool { shape == .exponential || shape == .lognormal || shape == .fixed }

  /// The durations of four words, where ``hasLanes``; the same as those of ``sample(_:_:_:)``.
  @inline(__always)
  func lanes(_ words: DrawLanes.Words) -> DrawLanes.Values {
    shape == .exponential ? first * DrawLanes.negativeLog(words) : otherLanes(words)
  }

  @inline(never)
  private func otherLanes(_ words: DrawLanes.Words) -> DrawLanes.Values {
    guard shape == .lognormal else { return DrawLanes.Values(repeating: first) }
    let powers = second * normalQuantiles(DrawLanes.unit(words))
    return first * DrawLanes.Values(exp(powers.x), exp(powers.y), exp(powers.z), exp(powers.w))
  }

  /// Turns a 32-bit word into a duration.
  ///
  /// `key` is the contact's place for the further draws that a gamma needs: each of its attempts
  /// reads one block of its own.
  @inline(__always)
  func sample(_ word: UInt32, _ key: DrawKey, _ purpose: UInt32) -> Double {
    if shape == .exponential { return first * negativeLog(word) }
    return sampleOther(word, key, purpose)
  }

  @inline(never)
  private func sampleOther(_ word: UInt32, _ key: DrawKey, _ purpose: UInt32) -> Double {
    switch shape {
    case .exponential: return first * negativeLog(word)
    case .fixed: return first
    case .lognormal: return first * exp(second * normalQuantile(unit(word)))
    case .empirical: return values[Int(unit(word) * Double(values.count))]
    case .gamma: return gamma(key, purpose)
    }
  }

  /// Marsaglia and Tsang's rejection; attempt n reads the block of `purpose + n`.
  private func gamma(_ key: DrawKey, _ purpose: UInt32) -> Double {
    let wanted = 1 / (second * second)
    let shape = wanted < 1 ? wanted + 1 : wanted
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    // Ninety attempts all fail with a chance below 1e-100.
    for attempt in 0..<UInt32(90) {
      let words = key.block(purpose: purpose + attempt)
      let normal = normalQuantile(unit(words.x))
      let root = 1 + c * normal
      guard root > 0 else { continue }
      let cube = root * root * root
      guard -negativeLog(words.y) < normal * normal / 2 + d - d * cube + d * log(cube) else {
        continue
      }
      let boost = wanted < 1 ? exp(-negativeLog(words.z) / wanted) : 1
      return first * d * cube * boost / wanted
    }
    return first
  }
}
