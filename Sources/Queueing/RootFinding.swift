/// Roots of rising functions in a bracket.
enum RootFinding {
  /// The root of `function` in `lower...upper`, where it is at most 0 at the lower and at least 0 at the upper end.
  ///
  /// Chords with the Illinois weighting, so it closes in from both sides; ends when no double lies between.
  static func risingRoot(
    from lower: Double, to upper: Double, _ function: (Double) -> Double
  ) -> Double {
    var (low, high) = (lower, upper)
    var atLow = function(low)
    var atHigh = function(high)
    guard atLow < 0 else { return low }
    guard atHigh > 0 else { return high }
    for round in 0..<200 {
      var middle = low + (high - low) * (atLow / (atLow - atHigh))
      if round % 5 == 4 || !(middle > low && middle < high) { middle = 0.5 * (low + high) }
      guard middle > low, middle < high else { break }
      let value = function(middle)
      if value == 0 { return middle }
      if value < 0 {
        low = middle
        atLow = value
        atHigh *= 0.5
      } else {
        high = middle
        atHigh = value
        atLow *= 0.5
      }
      if high - low <= 2 * low.ulp { break }
    }
    return 0.5 * (low + high)
  }
}
