import Testing

@testable import Simulation

@Suite("Estimates")
struct EstimateTests {
  // Printed tables of Student's t, 97.5 % column.
  @Test(
    "Student's t matches its table",
    arguments: [
      (1, 12.706_204_736), (2, 4.302_652_730), (3, 3.182_446_305), (4, 2.776_445_105),
      (10, 2.228_138_852), (30, 2.042_272_456), (100, 1.983_971_519), (1_000, 1.962_339_081),
    ])
  func studentT(degrees: Int, value: Double) {
    #expect(abs(studentT95(degreesOfFreedom: degrees) - value) < 2e-9)
  }

  @Test("The exact sum and the expansion of Student's t meet")
  func seam() {
    #expect(studentT95(degreesOfFreedom: 200) - studentT95(degreesOfFreedom: 201) > 0)
    #expect(studentT95(degreesOfFreedom: 200) - studentT95(degreesOfFreedom: 201) < 1e-4)
  }

  @Test("A mean's half-width is t × s / √n")
  func mean() {
    // 1, 2, 3, 4: mean 2.5, s² = 5/3, t₃ = 3.182446305.
    var sums = RatioSums()
    for value in 1...4 { sums.add(Double(value), 1) }
    let estimate = sums.estimate(replications: 4)
    #expect(estimate.mean == 2.5)
    #expect(abs(estimate.halfWidth - 3.182_446_305 * (5.0 / 12).squareRoot()) < 1e-8)
  }

  @Test("A ratio of constant share has no width")
  func ratio() {
    var sums = RatioSums()
    for value in 1...9 { sums.add(Double(value), Double(4 * value)) }
    let estimate = sums.estimate(replications: 9)
    #expect(estimate.mean == 0.25)
    #expect(estimate.halfWidth < 1e-7)
  }

  @Test("A wait lies in its bin, and bins are at most 1.6 percent wide")
  func bins() {
    for seconds in [0.001, 0.5, 1, 20, 359.9, 1e6] {
      let bin = WaitHistogram.bin(seconds)
      #expect(WaitHistogram.lowerEdge(bin) <= seconds)
      #expect(WaitHistogram.lowerEdge(bin + 1) > seconds)
      #expect(WaitHistogram.lowerEdge(bin + 1) / WaitHistogram.lowerEdge(bin) < 1.016)
    }
    #expect(WaitHistogram.bin(0) == 0)
    #expect(WaitHistogram.bin(1e12) == WaitHistogram.bins - 1)
  }

  @Test("The fast logarithm agrees with the C library's")
  func logarithm() {
    for word in [UInt32(0), 1, 77, 1 << 20, 0x7FFF_FFFF, 0x8000_0000, 0xB504_F333, .max - 1, .max] {
      let exact = -DrawReference.log(unit(word))
      #expect(abs(negativeLog(word) - exact) <= 2e-13 * exact)
    }
  }
}
