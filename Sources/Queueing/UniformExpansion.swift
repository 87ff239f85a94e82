/// The power series behind Temme's uniform expansion of the incomplete Gamma functions.
///
/// η / (λ − 1) = Σ dᵢ ηⁱ with ½η² = λ − 1 − ln λ. Given a shape x, the recurrence
/// βᵢ = dᵢ₊₁ + (i + 2) βᵢ₊₂ / x yields Γ*(x) = 1 + β₁/x and the correction Σ βᵢ ηⁱ.
/// The dᵢ follow from λ' = ηλ/(λ − 1), solved with 50 digits and rounded; the table starts at d₁.
enum UniformExpansion {
  private static let coefficients: InlineArray<27, Double> = [
    -0.333_333_333_333_333_3,
    0.083_333_333_333_333_33,
    -0.014_814_814_814_814_815,
    0.001_157_407_407_407_407_3,
    0.000_352_733_686_067_019_4,
    -0.000_178_755_144_032_921_8,
    3.919_263_178_522_438e-5,
    -2.185_448_510_679_992e-6,
    -1.854_062_210_715_16e-6,
    8.296_711_340_953_087e-7,
    -1.766_595_273_682_607_8e-7,
    6.707_853_543_401_498e-9,
    1.026_180_978_424_030_9e-8,
    -4.382_036_018_453_353e-9,
    9.147_699_582_236_79e-10,
    -2.551_419_399_494_624_8e-11,
    -5.830_772_132_550_426e-11,
    2.436_194_802_066_741_5e-11,
    -5.027_669_280_114_175_5e-12,
    1.100_439_203_195_613_5e-13,
    3.371_763_262_400_985e-13,
    -1.392_388_722_418_162e-13,
    2.853_489_380_704_744_5e-14,
    -5.139_111_834_242_572e-16,
    -1.975_228_829_434_944_2e-15,
    8.099_521_156_704_561e-16,
    -1.652_253_121_639_816_2e-16,
  ]

  /// The correction series Σ βᵢ ηⁱ and Γ*(x).
  ///
  /// For x ≥ 25 and |η| ≤ 3.5/√x the truncation stays below 2e-15 of the result.
  @inline(__always)
  static func evaluate(_ shape: Double, _ eta: Double) -> (series: Double, stirling: Double) {
    let order = shape >= 1000 ? (shape >= 100_000 ? 8 : 12) : (shape >= 100 ? 18 : 26)
    let inverse = 1 / shape
    var index = order
    var above = 0.0  // β one index up
    var current = coefficients[index]  // β at index
    var series = current
    var step = Double(order + 1) * inverse
    while index > 1 {
      index -= 1
      let next = coefficients[index] + step * above
      above = current
      current = next
      series = series * eta + current
      step -= inverse
    }
    // The last round gives β₀; `current` still holds β₁.
    let beta0 = coefficients[0] + step * above
    return (series * eta + beta0, 1 + current * inverse)
  }
}
