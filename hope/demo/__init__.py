"""Example content that makes a fresh site look alive."""
