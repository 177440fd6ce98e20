"""Where what is written comes from before it is saved: the control socket for editors."""
