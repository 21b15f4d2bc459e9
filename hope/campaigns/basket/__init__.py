"""A basket of named gifts, carried by the browser in one signed cookie that only `/basket` is ever sent."""
