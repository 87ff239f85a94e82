import Foundation
import Testing

@testable import RandomStreams

@Suite("Gamma quantile")
struct GammaQuantileTests {
  // With cv 1 the gamma is the exponential, whose quantile is −ln(1 − p).
  @Test("Cv one is the exponential", arguments: [1e-6, 0.01, 0.5, 0.9, 0.999_999])
  func exponential(probability: Double) {
    let exact = -log1p(-probability)
    #expect(abs(gammaQuantile(probability, cv: 1) - exact) <= 1e-9 * exact)
  }

  // Chi-squared tables: with ν degrees of freedom the gamma of shape ν/2, scale 2.
  @Test(
    "Chi-squared tables",
    arguments: [
      (degrees: 1.0, probability: 0.95, value: 3.841_458_821),
      (degrees: 10, probability: 0.95, value: 18.307_038_053),
      (degrees: 10, probability: 0.05, value: 3.940_299_136),
      (degrees: 100, probability: 0.99, value: 135.806_723_171),
    ])
  func chiSquared(degrees: Double, probability: Double, value: Double) {
    let computed = gammaQuantile(probability, cv: (2 / degrees).squareRoot()) * degrees
    #expect(abs(computed - value) <= 1e-8 * value)
  }

  @Test("No variation gives the mean")
  func constant() { #expect(gammaQuantile(0.3, cv: 0) == 1) }
}
