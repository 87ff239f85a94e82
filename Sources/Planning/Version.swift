/// The program's version, as printed by `caseload --version` and in every report.
public let caseloadVersion = "0.1.0"
