import Foundation

/// Computes the value below which a standard normal variable falls with a given probability.
///
///     normalQuantile(0.975)  // 1.959963984540054
///
/// - Parameter probability: Strictly between 0 and 1.
/// - Returns: The quantile; relative error about 1e-15.
/// - Complexity: O(1).
/// - SeeAlso: M. J. Wichura, Algorithm AS 241, *Applied Statistics* 37 (1988), routine PPND16.
public func normalQuantile(_ probability: Double) -> Double {
  precondition(
    probability > 0 && probability < 1,
    "A normal quantile needs a probability strictly between 0 and 1, found \(probability)")
  let centered = probability - 0.5
  if abs(centered) <= 0.425 {
    let r = 0.180625 - centered * centered
    return centered * ratio(r, centralNumerator, centralDenominator)
  }
  let tail = (-log(centered < 0 ? probability : 1 - probability)).squareRoot()
  let magnitude =
    tail <= 5
    ? ratio(tail - 1.6, middleNumerator, middleDenominator)
    : ratio(tail - 5, farNumerator, farDenominator)
  return centered < 0 ? -magnitude : magnitude
}

/// Computes four quantiles at once: lane for lane what ``normalQuantile(_:)`` gives.
///
/// - Parameter probabilities: Strictly between 0 and 1.
/// - Returns: The quantiles.
/// - Complexity: One evaluation for the four, and one more for each that lies beyond 0.075...0.925.
public func normalQuantiles(_ probabilities: SIMD4<Double>) -> SIMD4<Double> {
  let centered = probabilities - 0.5
  var quantiles = centralQuantiles(centered)
  for lane in 0..<4 where abs(centered[lane]) > 0.425 {
    quantiles[lane] = normalQuantile(probabilities[lane])
  }
  return quantiles
}

/// The quantiles of probabilities that lie at most 0.425 from one half, by their distance from it.
private func centralQuantiles(_ centered: SIMD4<Double>) -> SIMD4<Double> {
  func polynomial(_ x: SIMD4<Double>, _ c: Octic) -> SIMD4<Double> {
    var sum = c.7 * x + c.6
    for lower in [c.5, c.4, c.3, c.2, c.1, c.0] { sum = sum * x + lower }
    return sum
  }
  let r = 0.180625 - centered * centered
  return centered * (polynomial(r, centralNumerator) / polynomial(r, centralDenominator))
}

/// Computes the probability that a standard normal variable does not exceed a value.
///
/// - Parameter value: Any number.
/// - Returns: A probability; relative error about 1e-15.
/// - Complexity: O(1).
public func normalProbability(_ value: Double) -> Double {
  erfc(-value / 2.0.squareRoot()) / 2
}

private typealias Octic = (Double, Double, Double, Double, Double, Double, Double, Double)

@inline(__always)
private func ratio(_ x: Double, _ top: Octic, _ bottom: Octic) -> Double {
  polynomial(x, top) / polynomial(x, bottom)
}

@inline(__always)
private func polynomial(_ x: Double, _ c: Octic) -> Double {
  ((((((c.7 * x + c.6) * x + c.5) * x + c.4) * x + c.3) * x + c.2) * x + c.1) * x + c.0
}

// Coefficients of PPND16, lowest power first.
private let centralNumerator: Octic = (
  3.387_132_872_796_366_608, 133.141_667_891_784_377_45, 1_971.590_950_306_551_442_7,
  13_731.693_765_509_461_125, 45_921.953_931_549_871_457, 67_265.770_927_008_700_853,
  33_430.575_583_588_128_105, 2_509.080_928_730_122_672_7
)
private let centralDenominator: Octic = (
  1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_3, 5_394.196_021_424_751_107_7,
  21_213.794_301_586_595_867, 39_307.895_800_092_710_61, 28_729.085_735_721_942_674,
  5_226.495_278_852_854_561
)
private let middleNumerator: Octic = (
  1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_9, 5.769_497_221_460_691_405_5,
  3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_77,
  0.022_723_844_989_269_184_583_3, 0.000_774_545_014_278_341_407_64
)
private let middleDenominator: Octic = (
  1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_4, 0.689_767_334_985_100_004_55,
  0.148_103_976_427_480_074_59, 0.015_198_666_563_616_457_196_6,
  0.000_547_593_808_499_534_494_6, 1.050_750_071_644_416_843_24e-9
)
private let farNumerator: Octic = (
  6.657_904_643_501_103_777_2, 5.463_784_911_164_114_369_9, 1.784_826_539_917_291_335_8,
  0.296_560_571_828_504_891_23, 0.026_532_189_526_576_123_093, 0.001_242_660_947_388_078_438_6,
  0.000_027_115_555_687_434_875_781_5, 2.010_334_399_292_288_132_65e-7
)
private let farDenominator: Octic = (
  1, 0.599_832_206_555_887_937_69, 0.136_929_880_922_735_805_31, 0.014_875_361_290_850_614_852_5,
  0.000_786_869_131_145_613_259_1, 0.000_018_463_183_175_100_546_818,
  1.421_511_758_316_445_888_7e-7, 2.044_263_103_389_939_785_64e-15
)
