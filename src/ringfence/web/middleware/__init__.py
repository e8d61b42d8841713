"""What every request passes: safe headers, the gate, faults told in plain words."""
