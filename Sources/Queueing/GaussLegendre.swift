/// Gauss-Legendre quadrature with 16 points, by panels.
enum GaussLegendre {
  private static let nodes: InlineArray<8, Double> = [
    0.989_400_934_991_649_9,
    0.944_575_023_073_232_6,
    0.865_631_202_387_831_8,
    0.755_404_408_355_003,
    0.617_876_244_402_643_8,
    0.458_016_777_657_227_37,
    0.281_603_550_779_258_9,
    0.095_012_509_837_637_44,
  ]
  private static let weights: InlineArray<8, Double> = [
    0.027_152_459_411_754_096,
    0.062_253_523_938_647_894,
    0.095_158_511_682_492_79,
    0.124_628_971_255_533_88,
    0.149_595_988_816_576_74,
    0.169_156_519_395_002_54,
    0.182_603_415_044_923_58,
    0.189_450_610_455_068_5,
  ]

  /// Integrates over `lower...upper` cut into `panels` equal parts; exact for polynomials to degree 31.
  @inline(__always)
  static func integrate(
    from lower: Double, to upper: Double, panels: Int, _ integrand: (Double) -> Double
  ) -> Double {
    let half = (upper - lower) / Double(2 * panels)
    var total = 0.0
    for panel in 0..<panels {
      let centre = lower + half * Double(2 * panel + 1)
      var sum = 0.0
      for index in 0..<8 {
        let offset = half * nodes[index]
        sum += weights[index] * (integrand(centre - offset) + integrand(centre + offset))
      }
      total += sum * half
    }
    return total
  }

  /// Offset from the start and weight of the point `index`, 0..<16, on a panel of the given width.
  @inline(__always)
  static func point(_ index: Int, width: Double) -> (offset: Double, weight: Double) {
    let half = 0.5 * width
    let node = index < 8 ? -nodes[index] : nodes[15 - index]
    let weight = index < 8 ? weights[index] : weights[15 - index]
    return (half * (1 + node), half * weight)
  }

  /// Integrates a decaying function over 0 to infinity that may have a branch point just below 0.
  ///
  /// Doubling panels from 2^-60 up to 1, then steps of one half up to 64; the integrand must be
  /// negligible beyond 64 and smooth on every panel in relation to its distance from 0.
  static func halfLine(_ integrand: (Double) -> Double) -> Double {
    var total = integrate(from: 0, to: 0x1p-60, panels: 1, integrand)
    var edge = 0x1p-60
    while edge < 1 {
      total += integrate(from: edge, to: 2 * edge, panels: 1, integrand)
      edge *= 2
    }
    return total + integrate(from: 1, to: 64, panels: 32, integrand)
  }
}
