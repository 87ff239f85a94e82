import Foundation

/// Local regression of evenly spaced values, as the seasonal decomposition by loess uses it.
struct Loess {
  /// Values in a neighbourhood; odd.
  let window: Int
  /// 0 for a local mean, 1 for a local line.
  let degree: Int
  /// Places at which the regression is evaluated; those between are joined by lines.
  let jump: Int

  /// Smooths values.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - weights: Robustness weights; nothing for equal ones.
  /// - Returns: As many smoothed values.
  func smooth(_ values: [Double], weights: [Double]? = nil) -> [Double] {
    let count = values.count
    guard count >= 2 else { return values }
    var smoothed = values
    let stride = min(jump, count - 1)
    let half = (window + 1) / 2
    var (left, right) = (1, min(window, count))
    var place = 1
    while place <= count {
      if window < count {
        if stride == 1 {
          if place > half, right != count { (left, right) = (left + 1, right + 1) }
        } else if place < half {
          (left, right) = (1, window)
        } else if place >= count - half + 1 {
          (left, right) = (count - window + 1, count)
        } else {
          (left, right) = (place - half + 1, window + place - half)
        }
      }
      smoothed[place - 1] =
        estimate(values, at: place, left: left, right: right, weights) ?? values[place - 1]
      place += stride
    }
    guard stride != 1 else { return smoothed }
    func join(_ from: Int, _ to: Int) {
      let step = (smoothed[to - 1] - smoothed[from - 1]) / Double(to - from)
      for between in (from + 1)..<max(from + 1, to) {
        smoothed[between - 1] = smoothed[from - 1] + step * Double(between - from)
      }
    }
    place = 1
    while place + stride <= count {
      join(place, place + stride)
      place += stride
    }
    let last = ((count - 1) / stride) * stride + 1
    if last != count {
      smoothed[count - 1] =
        estimate(values, at: count, left: left, right: right, weights) ?? values[count - 1]
      join(last, count)
    }
    return smoothed
  }

  /// The local regression's value at a place, both counted from 1; nothing when no value has weight.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - place: Where to evaluate; 0 and `count + 1` extrapolate.
  ///   - left: The first value of the neighbourhood.
  ///   - right: The last one.
  ///   - robustness: Robustness weights.
  /// - Returns: The value.
  func estimate(
    _ values: [Double], at place: Int, left: Int, right: Int, _ robustness: [Double]?
  ) -> Double? {
    let count = values.count
    var reach = Double(max(place - left, right - place))
    if window > count { reach += Double((window - count) / 2) }
    var weights = Array(repeating: 0.0, count: right - left + 1)
    var sum = 0.0
    for index in left...right {
      let distance = Double(abs(index - place))
      guard distance <= 0.999 * reach else { continue }
      var weight = 1.0
      if distance > 0.001 * reach {
        let share = distance / reach
        let rest = 1 - share * share * share
        weight = rest * rest * rest
      }
      if let robustness { weight *= robustness[index - 1] }
      weights[index - left] = weight
      sum += weight
    }
    guard sum > 0 else { return nil }
    for index in weights.indices { weights[index] /= sum }
    if reach > 0, degree > 0 {
      var mean = 0.0
      for index in weights.indices { mean += weights[index] * Double(index + left) }
      var spread = 0.0
      for index in weights.indices {
        let away = Double(index + left) - mean
        spread += weights[index] * away * away
      }
      if spread.squareRoot() > 0.001 * Double(count - 1) {
        let slope = (Double(place) - mean) / spread
        for index in weights.indices {
          weights[index] *= slope * (Double(index + left) - mean) + 1
        }
      }
    }
    var value = 0.0
    for index in weights.indices { value += weights[index] * values[index + left - 1] }
    return value
  }
}
